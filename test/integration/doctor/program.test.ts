import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { bundleProgram } from '../../support/bundle-program.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { type UnprivilegedUser, unprivilegedUser } from '../roads/unprivileged-user.ts';

jest.setTimeout(60_000);

describeWithLab('the program libvirt-rpc', (lab) => {
  let folder: string;
  let program: string;
  let user: UnprivilegedUser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'libvirt-rpc-cli-'));
    await chmod(folder, 0o755);
    program = await bundleProgram(join(import.meta.dirname, '../../../src/cli/main.ts'), folder);
    user = await unprivilegedUser();
  });
  afterAll(async () => {
    await user?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  test('ends with 0 when all is well, by itself and without colours', async () => {
    const { status, stdout, stderr } = await runProgram(process.execPath, [program, 'doctor', lab.unixUri]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('The connection works');
    expect(stdout).not.toContain('\u001b');
  });

  test('ends with 1 when something fails, and with 2 when it is not understood', async () => {
    const failed = await runProgram(process.execPath, [program, 'doctor', `qemu:///system?socket=${folder}/no-sock`]);
    expect(failed).toMatchObject({ status: 1, stderr: '' });
    const unknown = await runProgram(process.execPath, [program, 'docter']);
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toBe('libvirt-rpc: there is no command docter; there is doctor (see libvirt-rpc --help)\n');
  });

  test('has colours at a terminal, unless NO_COLOR is set', async () => {
    const command = `${process.execPath} ${program} doctor test:///default`;
    const inTerminal = (environment: Record<string, string>) =>
      runProgram('script', ['-qec', command, '/dev/null'], { environment: { TERM: 'xterm', ...environment } });
    expect((await inTerminal({ NO_COLOR: '' })).stdout).toContain('\u001b[32m');
    expect((await inTerminal({ NO_COLOR: '1' })).stdout).not.toContain('\u001b');
  });

  test('does not mind that nobody reads on', async () => {
    const command = `'${process.execPath}' '${program}' doctor test:///default | head -1`;
    const { stdout, stderr } = await runProgram('sh', ['-c', command]);
    expect(stdout).toMatch(/^ok +URI/);
    expect(stderr).toBe('');
  });

  test('tells whoever may not use the socket', async () => {
    await using daemon = await startTestDaemon({ config: { unix_sock_rw_perms: '0700' } });
    await Promise.all([daemon.directory, join(daemon.directory, 'run')].map((path) => chmod(path, 0o755)));
    const { status, stdout } = await user.run(process.execPath, [program, 'doctor', '--json', daemon.unixUri]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      steps: {
        connect: {
          status: 'failed',
          code: 'EACCES',
          advice: [expect.stringContaining('member of the group'), expect.stringContaining('--read-only')],
        },
      },
    });
  });
});
