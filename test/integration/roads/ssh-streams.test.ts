import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { describeWithSsh } from '../../support/describe-with-ssh.ts';
import type { SshUriOptions } from '../../support/ssh-lab.ts';
import { type Carrier, carryStreams, stallStream } from './carry-streams.ts';
import { useBuiltInSsh } from './use-built-in-ssh.ts';

jest.setTimeout(60_000);

describeWithSsh('by SSH', (daemon) => {
  const ssh = useBuiltInSsh(`${daemon.directory}/run`);

  const open = (options: SshUriOptions): Promise<Connection> => {
    const { lab } = ssh();
    const uri = lab
      .uri(options)
      .replace(/^test\+/, 'storage+')
      .replace('/default?', '/system?');
    return connect(uri, { environment: lab.environment() });
  };

  const ways: readonly [string, SshUriOptions][] = [
    ['the program and the helper', { transport: 'ssh', params: { proxy: 'native' } }],
    ['the program and netcat', { transport: 'ssh', params: { proxy: 'netcat' } }],
    ['our own and the helper', { transport: 'libssh2', params: { proxy: 'native' } }],
    ['our own and netcat', { transport: 'libssh2', params: { proxy: 'netcat' } }],
    // The host has neither: the socket itself is forwarded.
    ['our own and a forwarded socket', { transport: 'libssh2', user: 'bare' }],
  ];

  test.each(
    ways.flatMap(([name, options]) =>
      (['own', 'shared'] as const).map((carrier): [string, Carrier, SshUriOptions] => [name, carrier, options]),
    ),
  )('by %s, streams go both ways beside calls, on the %s connection', async (_name, carrier, options) => {
    await using connection = await open(options);
    await carryStreams(connection, ssh().lab.server.directory, carrier);
  });

  test.each(ways)('by %s, a stream that nobody reads holds up no calls', async (_name, options) => {
    await using connection = await open(options);
    await stallStream(connection, ssh().lab.server.directory);
  });

  // The program knows its own way to share, ControlMaster, which is the user's to set.
  test.each([
    ['libssh2', 0],
    ['ssh', 1],
  ])('by %s, a stream on a connection of its own logs in %d times more', async (transport, more) => {
    const { server } = ssh().lab;
    const logins = (): number => server.log().split('Accepted publickey').length - 1;
    await using connection = await open({ transport });
    const before = logins();
    await carryStreams(connection, server.directory, 'own');
    // One way up, one down.
    expect(logins() - before).toBe(2 * more);
  });
});
