import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { startPrivatePolkit } from '../../support/private-polkit.ts';
import { type ProgramResult, runProgram } from '../../support/run-program.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';
import { openAs } from './open-as.ts';
import { refused, travel } from './travel.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** Users that every Debian has, and whom nothing else on the machine runs as. */
const friend = 'games';
const stranger = 'uucp';

const rules = `
polkit.addRule(function (action, subject) {
  if (action.id === 'org.libvirt.unix.manage' && subject.user === '${friend}') return polkit.Result.YES;
});
`;

describeWithPrograms(['dbus-daemon', 'gdbus', '/usr/lib/polkit-1/polkitd'], 'a daemon that asks polkit', () => {
  test('lets in root, and whom a rule lets in; others may only look', async () => {
    await using polkit = await startPrivatePolkit(rules);
    await using daemon = await startTestDaemon({
      config: {
        auth_unix_rw: 'polkit',
        auth_unix_ro: 'polkit',
        unix_sock_rw_perms: '0777',
        unix_sock_ro_perms: '0777',
      },
      environment: polkit.environment,
    });
    for (const directory of [daemon.directory, join(daemon.directory, 'run')]) await chmod(directory, 0o711);
    const readOnly = `test+unix:///default?socket=${daemon.readOnlySocketPath}`;

    await travel(daemon.unixUri);
    // Root is not asked for polkit, and cannot insist on it.
    expect(await refused(`${daemon.unixUri}&auth=polkit`)).toMatchObject({ offered: ['none'] });
    expect(await asUser(friend, daemon, daemon.unixUri)).toMatchObject({ judge: { status: 0 }, ours: 'let in' });
    expect(await asUser(friend, daemon, `${daemon.unixUri}&auth=polkit`)).toMatchObject({ ours: 'let in' });
    expect(await asUser(stranger, daemon, readOnly)).toMatchObject({ judge: { status: 0 }, ours: 'let in' });

    const { judge, ours } = await asUser(stranger, daemon, daemon.unixUri);
    expect(judge).toMatchObject({ status: 1, stderr: expect.stringContaining('no polkit agent available') });
    expect(ours).toBeInstanceOf(AuthenticationError);
    expect(ours).toMatchObject({
      offered: ['polkit'],
      message: expect.stringMatching(/polkit did not let us in: .*no polkit agent.*VIR_ERR_AUTH_UNAVAILABLE/),
      cause: { code: 'VIR_ERR_AUTH_UNAVAILABLE', domain: 60, procedure: 'authPolkit' },
    });
  });
});

/** What comes of a connection as another user, for virsh and for us. */
async function asUser(
  name: string,
  daemon: TestDaemon,
  uri: string,
): Promise<{ readonly judge: ProgramResult; readonly ours: unknown }> {
  const id = Number((await runProgram('id', ['-u', name])).stdout);
  const judge = await runProgram('setpriv', ['--reuid', name, '--clear-groups', 'virsh', '-c', uri, 'version'], {
    environment: { HOME: daemon.directory, XDG_RUNTIME_DIR: daemon.directory },
  });
  const ours = await openAs(id, uri).then(
    async (session) => {
      await session.close();
      return 'let in';
    },
    (error: unknown) => error,
  );
  return { judge, ours };
}
