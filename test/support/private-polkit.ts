import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** A system bus of its own, with a polkit on it that knows libvirt's actions and the rules of a test. */
export type PrivatePolkit = AsyncDisposable & {
  /** What a daemon must have in its environment to ask this polkit. */
  readonly environment: Readonly<Record<string, string>>;
};

const busConfig = (
  socket: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
`;

/** The two actions of libvirt's sockets: everybody may look, and only administrators may change. */
const actions = `<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD polkit Policy Configuration 1.0//EN"
 "http://www.freedesktop.org/software/polkit/policyconfig-1.dtd">
<policyconfig>
  <action id="org.libvirt.unix.monitor">
    <message>Look</message>
    <defaults><allow_any>yes</allow_any><allow_inactive>yes</allow_inactive><allow_active>yes</allow_active></defaults>
  </action>
  <action id="org.libvirt.unix.manage">
    <message>Manage</message>
    <defaults><allow_any>auth_admin</allow_any><allow_inactive>auth_admin</allow_inactive><allow_active>auth_admin</allow_active></defaults>
  </action>
</policyconfig>
`;

const insideNamespace = `
set -e
mount --bind "$1/actions" /usr/share/polkit-1/actions
mount --bind "$1/rules" /etc/polkit-1/rules.d
exec /usr/lib/polkit-1/polkitd --no-debug
`;

/** Starts both; needs root and the packages dbus and polkitd. `rules` is JavaScript, as in polkit's rules.d. */
export async function startPrivatePolkit(rules: string): Promise<PrivatePolkit> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-polkit-'));
  await chmod(directory, 0o755);
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.reverse()) await ended(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const socket = join(directory, 'bus');
    for (const name of ['actions', 'rules']) await mkdir(join(directory, name), { mode: 0o755 });
    await Promise.all([
      writeFile(join(directory, 'bus.conf'), busConfig(socket)),
      writeFile(join(directory, 'actions', 'org.libvirt.unix.policy'), actions),
      writeFile(join(directory, 'rules', '50-test.rules'), rules),
    ]);
    await chown(join(directory, 'rules'), await userId('polkitd'), 0);
    const environment = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` };
    const bus = start(
      'dbus-daemon',
      ['--nofork', '--nopidfile', `--config-file=${join(directory, 'bus.conf')}`, '--print-address'],
      {},
    );
    children.push(bus);
    await firstOutput(bus); // the address, once it listens
    const command = ['--mount', '--propagation', 'private', 'sh', '-c', insideNamespace, 'sh', directory];
    children.push(start('unshare', command, environment));
    await named('org.freedesktop.PolicyKit1', environment);
    return { environment, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends with this process even if this process is killed. */
function start(program: string, args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.once('error', () => undefined); // its exit tells
  return child;
}

async function firstOutput(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('a child without output');
  const failed = once(child, 'close').then(() => {
    throw new Error(`${child.spawnargs.join(' ')} ended at once`);
  });
  await Promise.race([once(child.stdout, 'data'), failed]);
  failed.catch(() => undefined);
}

/** Waits until somebody on the bus has the name: the bus itself tells when that happens. */
async function named(name: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const { status, stderr } = await runProgram('gdbus', ['wait', '--system', '--timeout', '20', name], { environment });
  if (status !== 0) throw new Error(`${name} did not come: ${stderr}`);
}

async function userId(name: string): Promise<number> {
  return Number((await runProgram('id', ['-u', name])).stdout);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}
