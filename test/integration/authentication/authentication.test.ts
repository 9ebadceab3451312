import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { ErrorNumber } from '../../../src/generated/api-enums.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { openAs } from '../roads/open-as.ts';
import { type Script, scriptedPeer } from '../scripted-peer.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const offers =
  (...types: readonly number[]): Script =>
  (call) =>
    call.reply({ types });
const none = 0;
const sasl = 1;
const polkit = 2;
const letIn: Script = (call) => call.reply({ complete: 1 });

describeWithLab('a daemon', (lab) => {
  test('that wants nothing is not made to want something', async () => {
    await expect(openSession(`${lab.unixUri}&auth=sasl`)).rejects.toMatchObject({
      name: 'AuthenticationError',
      code: 'ERR_LIBVIRT_AUTHENTICATION',
      offered: ['none'],
      message: expect.stringMatching(/does not offer sasl.*offers none/),
    });
    await expect(openSession(`${lab.tcpUri}?auth=polkit`)).rejects.toMatchObject({ offered: ['none'] });
    await expect(openSession(`${lab.unixUri}&auth=sasl.scram-sha-256`)).rejects.toThrow(AuthenticationError);
    await expect(openSession(`${lab.unixUri}&auth=kerberos`)).rejects.toThrow(UsageError);
  });

  test('that wants polkit lets root in, and tells others why not', async () => {
    await using daemon = await startTestDaemon({ config: { auth_unix_rw: 'polkit', unix_sock_rw_perms: '0777' } });
    await (await openSession(daemon.unixUri)).close();

    for (const directory of [daemon.directory, join(daemon.directory, 'run')]) await chmod(directory, 0o711);
    const opening = openAs(65_534, daemon.unixUri);
    await expect(opening).rejects.toThrow(AuthenticationError);
    await expect(opening).rejects.toMatchObject({
      offered: ['polkit'],
      message: expect.stringContaining('polkit did not let us in'),
      cause: { name: 'LibvirtError', procedure: 'authPolkit' },
    });
  });
});

test('polkit is asked when it is the first on offer, or the one that is asked for', async () => {
  for (const [types, query] of [
    [[polkit], ''],
    [[sasl, polkit], '&auth=polkit'],
    [[none, polkit], '&auth=Polkit'],
  ] as const) {
    await using peer = await scriptedPeer({ authList: offers(...types), authPolkit: letIn });
    await (await openSession(`${peer.uri}${query}`)).close();
    expect(peer.received.slice(0, 3)).toEqual(['authList', 'authPolkit', 'connectSupportsFeature']);
  }
});

test('nothing is asked when the offer is none, or empty, or the daemon knows no such question', async () => {
  for (const authList of [
    offers(none),
    offers(),
    offers(none, sasl),
    (call: IncomingCall) => call.fail({ code: ErrorNumber.ERR_NO_SUPPORT, message: 'what?' }),
  ]) {
    await using peer = await scriptedPeer({ authList });
    await (await openSession(peer.uri)).close();
    expect(peer.received.slice(0, 2)).toEqual(['authList', 'connectSupportsFeature']);
  }
});

test.each([
  ['VIR_ERR_AUTH_FAILED', ErrorNumber.ERR_AUTH_FAILED],
  ['VIR_ERR_AUTH_CANCELLED', ErrorNumber.ERR_AUTH_CANCELLED],
  ['VIR_ERR_AUTH_UNAVAILABLE', ErrorNumber.ERR_AUTH_UNAVAILABLE],
])('polkit that says %s is told with its words, and the connection is closed', async (code, number) => {
  const authPolkit: Script = (call) => call.fail({ code: number, domain: 60, message: 'so sagt polkit' });
  await using peer = await scriptedPeer({ authList: offers(polkit), authPolkit });
  const opening = openSession(peer.uri);
  await expect(opening).rejects.toThrow(AuthenticationError);
  await expect(opening).rejects.toMatchObject({
    offered: ['polkit'],
    message: expect.stringMatching(new RegExp(`so sagt polkit.*${code}`)),
    cause: { code, number },
  });
  expect(peer.received).toEqual(['authList', 'authPolkit']);
});
