import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from '../debian-packages.ts';
import { cacheDirectory, versionedName } from '../qemu-lab/cache-directory.ts';
import { debianMirror } from '../qemu-lab/debian-mirror.ts';
import { suites } from '../qemu-lab/debian-root.ts';
import { withFileLock } from '../qemu-lab/with-file-lock.ts';
import { runProgram } from '../run-program.ts';
import { fetchLibvirtSource } from './libvirt-source.ts';

/** The release that is built. */
export const modularRelease = '11.3.0';
const suite = suites[modularRelease];

/** What it takes to build libvirt, and what its daemons run. */
const packages = [
  'busybox-static',
  'dnsmasq-base',
  'gcc',
  'gettext',
  'iproute2',
  'iptables',
  'kmod',
  'libacl1-dev',
  'libc6-dev',
  'libglib2.0-dev',
  'libgnutls28-dev',
  'libjson-c-dev',
  'libnl-3-dev',
  'libnl-route-3-dev',
  'libpciaccess-dev',
  'libreadline-dev',
  'libsasl2-dev',
  'libtirpc-dev',
  'libudev-dev',
  'libxml2-dev',
  'libxml2-utils',
  'meson',
  'ninja-build',
  'pkgconf',
  'python3-docutils',
  'qemu-system-x86',
  'qemu-utils',
  'xsltproc',
].join(',');

const buildScript = fileURLToPath(new URL('./build-daemons.sh', import.meta.url));

/**
 * A directory tree of Debian with libvirt built from its source, a daemon for each driver, and QEMU. The first call makes
 * it, which takes minutes, and tells so through `tell`.
 */
export async function modularRoot(tell: (progress: string) => void = () => {}): Promise<string> {
  const root = join(cacheDirectory, versionedName(`modular-${suite}`, packages, await readFile(buildScript, 'utf8')));
  if (await exists(root)) return root;
  await mkdir(cacheDirectory, { recursive: true });
  await withFileLock(join(cacheDirectory, 'modular.lock'), async () => {
    if (!(await exists(root))) await make(root, tell);
  });
  return root;
}

async function make(root: string, tell: (progress: string) => void): Promise<void> {
  const { missing, reason } = await ensureDebianPackages(['mmdebstrap', 'debian-archive-keyring']);
  if (missing.length > 0) throw new Error(`no ${missing.join(', ')}: ${reason}`);
  const mirror = await debianMirror();
  if (mirror === undefined) throw new Error('apt knows no Debian mirror');
  tell(`fetching the source of libvirt ${modularRelease}`);
  const tarball = await fetchLibvirtSource({ suite, mirror, directory: cacheDirectory });
  const unfinished = `${root}.unfinished`;
  try {
    if (!tarball.includes(`libvirt_${modularRelease}.orig`))
      throw new Error(`${suite} has another release: ${tarball}`);
    await rm(unfinished, { recursive: true, force: true });
    tell(`making a root of ${suite} for it`);
    const options = ['--mode=root', '--variant=minbase', `--include=${packages}`];
    await succeed(`${root}.log`, 'mmdebstrap', [...options, suite, unfinished, mirror]);
    tell('building it, which takes minutes');
    const spaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
    await succeed(`${root}.log`, 'unshare', [...spaces, 'sh', buildScript, unfinished, tarball]);
    await rename(unfinished, root);
  } finally {
    await rm(tarball, { force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function succeed(log: string, file: string, args: readonly string[]): Promise<void> {
  const { status, stdout, stderr } = await runProgram(file, args, { timeout: 3_600_000 });
  await writeFile(log, `${stdout}\n${stderr}`);
  if (status === 0) return;
  // what went wrong is told there by the compiler, which is not what is said last
  const lines = `${stdout}\n${stderr}`.trim().split('\n');
  const errors = lines.filter((line) => /error|failed/i.test(line));
  throw new Error(
    `${file} ended with ${status}:\n${[...errors.slice(0, 4), ...lines.slice(-4)].join('\n')}\nsee ${log}`,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
