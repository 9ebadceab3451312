import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from '../debian-packages.ts';
import { runProgram } from '../run-program.ts';
import { cacheDirectory, versionedName } from './cache-directory.ts';
import { debianMirror } from './debian-mirror.ts';
import { withFileLock } from './with-file-lock.ts';

/** The releases of libvirt that hosts are made with, and the Debian suites that have them. */
export const suites = { '9.0.0': 'bookworm', '11.3.0': 'trixie', '12.8.0': 'forky' } as const;
export type LibvirtRelease = keyof typeof suites;

const packages = [
  'busybox-static',
  'dnsmasq-base',
  'iproute2',
  'iptables',
  'kmod',
  'libvirt-clients',
  'libvirt-daemon-driver-lxc',
  'libvirt-daemon-system',
  'python3-libvirt',
  'qemu-guest-agent',
  'qemu-system-x86',
  'qemu-utils',
];
/** What 9.0.0 has in one package. */
const splitPackages = ['libvirt-daemon-driver-interface'];

const guestScript = fileURLToPath(new URL('./make-guest.sh', import.meta.url));

/** A directory tree of the suite with libvirtd and QEMU and, that of the oldest, a guest in /guest. Made when it is first asked for. */
export async function debianRoot(release: LibvirtRelease): Promise<string> {
  const { suite, include, root } = await plan(release);
  if (await exists(root)) return root;
  await mkdir(cacheDirectory, { recursive: true });
  // one at a time, so that other tests keep a share of the machine
  await withFileLock(join(cacheDirectory, 'roots.lock'), async () => {
    if (!(await exists(root))) await make(suite, include, root);
  });
  return root;
}

/** Why there is no such root and none can be made now; undefined where there is one or can be one. */
export async function whyNoDebianRoot(release: LibvirtRelease): Promise<string | undefined> {
  const { suite, root } = await plan(release);
  if (await exists(root)) return undefined;
  if (!(await exists('/etc/debian_version'))) return 'this is not a Debian system';
  const mirror = await debianMirror();
  if (mirror === undefined) return 'apt knows no Debian mirror';
  const file = join(tmpdir(), `libvirt-rpc-${randomUUID()}`);
  const look = ['download-file', `${mirror}/dists/${suite}/Release`, file];
  const { status } = await runProgram('/usr/lib/apt/apt-helper', look, { timeout: 20_000 });
  await rm(file, { force: true });
  return status === 0 ? undefined : `there is no way to ${mirror}`;
}

async function plan(release: LibvirtRelease): Promise<{ suite: string; include: string; root: string }> {
  const suite = suites[release];
  const include = [...packages, ...(release === '9.0.0' ? [] : splitPackages)].join(',');
  const root = join(cacheDirectory, versionedName(suite, include, await readFile(guestScript, 'utf8')));
  return { suite, include, root };
}

async function make(suite: string, include: string, root: string): Promise<void> {
  const { missing, reason } = await ensureDebianPackages(['mmdebstrap', 'debian-archive-keyring']);
  if (missing.length > 0) throw new Error(`no ${missing.join(', ')}: ${reason}`);
  const mirror = await debianMirror();
  if (mirror === undefined) throw new Error('apt knows no Debian mirror');
  const unfinished = `${root}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  // the guest of the oldest release is the one that every host boots
  const guest = suite === suites['9.0.0'] ? ['--customize-hook=chroot "$1" sh -c "$(cat "$GUEST_SCRIPT")"'] : [];
  // a clock ahead of the mirror's would make the testing suite's index look out of date
  const options = ['--mode=root', '--variant=minbase', '--aptopt=Acquire::Check-Valid-Until "false"'];
  const { status, stderr } = await runProgram(
    'mmdebstrap',
    [...options, `--include=${include}`, ...guest, suite, unfinished, mirror],
    { environment: { GUEST_SCRIPT: guestScript }, timeout: 600_000 },
  );
  if (status !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Error(`mmdebstrap of ${suite} ended with ${status}:\n${stderr.trim().split('\n').slice(-8).join('\n')}`);
  }
  await rename(unfinished, root);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
