import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { describeWithLab } from '../../support/lab.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { refused, refusedAlone, travel, travelAlone } from './travel.ts';

describeWithLab('by a program of the user', (lab) => {
  let directory: string;
  let leftovers: SshLeftovers;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  });
  afterAll(() => rm(directory, { recursive: true }));
  beforeEach(() => {
    leftovers = new SshLeftovers();
  });
  afterEach(() => leftovers.areGone());

  const netcat = `/usr/bin/nc -U ${lab.socketPath}`;
  /** A URI with a program that does this. */
  async function uriOf(script: string, params = ''): Promise<string> {
    const file = join(directory, `program-${Math.trunc(Math.random() * 1e9)}`);
    await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return `test+ext://host/default?command=${encodeURIComponent(file)}${params}`;
  }

  test('goes to the daemon, and is not secure', async () => {
    const uri = await uriOf(`exec ${netcat}`);
    await travel(uri);
    await using connection = await connect(uri);
    expect(connection.session.isSecure).toBe(false);
    expect(connection.session.peer).toMatch(/^ext:\/.*program-\d+$/);
  });

  test('hands over no arguments and the whole environment', async () => {
    const told = join(directory, 'told');
    const uri = await uriOf(`echo "$# $COLOUR" > ${told}; exec ${netcat}`);
    const environment = processEnvironment();
    await travelAlone(uri, {
      environment: { ...environment, variables: { ...environment.variables, COLOUR: 'green' } },
    });
    expect(await readFile(told, 'utf8')).toBe('0 green\n');
  });

  test('many calls, and large answers, go through', async () => {
    await using connection = await connect(await uriOf(`exec ${netcat}`));
    const domain = await connection.lookupDomainByName('test');
    const texts = await Promise.all(Array.from({ length: 500 }, () => domain.getXMLDesc()));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('<name>test</name>');
  });

  test.each([
    ['exit 3', { exitCode: 3, signal: undefined, stderr: undefined }, /status 3 before the daemon said anything$/],
    ['exit 0', { exitCode: 0 }, /status 0 before the daemon said anything$/],
    ['echo "no bridge" >&2; exit 4', { exitCode: 4, stderr: 'no bridge' }, /status 4 .*: no bridge$/],
    ['kill -KILL $$', { exitCode: undefined, signal: 'SIGKILL' }, /signal SIGKILL/],
    ['echo hello; sleep 600', { signal: undefined }, /"hello" was printed where the daemon/],
  ])('%s is a failure', async (script, ended, message) => {
    // A shell that waits for another program leaves that one behind when it is ended, and so is not what is tested.
    const error = await refused(await uriOf(script.replace('sleep', 'exec sleep')));
    expect(error).toMatchObject({ name: 'TransportError', ...ended });
    expect(error.message).toMatch(message);
  });

  test('a program that says no more is ended', async () => {
    // virsh, which gives programs one socket for both ways, would wait for it.
    const error = await refusedAlone(await uriOf('exec >&-; exec sleep 600'));
    expect(error).toMatchObject({ name: 'TransportError', signal: 'SIGTERM' });
    expect(error.message).toMatch(/signal SIGTERM/);
  });

  test('only the last that it complained about is told', async () => {
    // virsh reads none of it while it waits, and so would wait for ever.
    const error = await refusedAlone(await uriOf('for i in $(seq 5000); do echo "complaint $i" >&2; done; exit 1'));
    const { stderr } = error;
    expect(String(stderr).length).toBeLessThan(2049);
    expect(String(stderr).split('\n').at(-1)).toBe('complaint 5000');
    expect(String(stderr)).toMatch(/^complaint \d+\n/);
  });

  test.each([
    ['that is not there', '/nonexistent/program', 'ENOENT'],
    ['that is none', '/etc/passwd', 'EACCES'],
  ])('a program %s cannot be started', async (_what, file, code) => {
    const error = await refused(`test+ext://host/default?command=${file}`);
    expect(error).toMatchObject({ name: 'TransportError', tried: [`ext:${file}`], cause: { code } });
  });

  test.each(['', '?command='])('without a program it is refused: %s', async (query) => {
    const error = await refused(`test+ext://host/default${query}`);
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining('command=') });
  });

  test('a program that does not end at the end of its input is ended', async () => {
    const uri = await uriOf(`${netcat}; exec sleep 600`);
    const connection = await connect(uri);
    await connection.close();
    await leftovers.areGone();
  });

  test('a program that will not hear of ending is killed', async () => {
    const uri = await uriOf(`trap '' TERM\n${netcat}; exec sleep 600`);
    const connection = await connect(uri);
    await connection.close();
    await leftovers.areGone();
  });

  test('a program that dies takes the connection with it, and says how', async () => {
    const pidFile = join(directory, 'pid');
    const connection = await connect(await uriOf(`echo $$ > ${pidFile}; exec ${netcat}`));
    process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGKILL');
    await expect(connection.session.closed).resolves.toMatchObject({
      reason: 'error',
      cause: { name: 'TransportError', signal: 'SIGKILL' },
    });
    await connection.close();
  });
});
