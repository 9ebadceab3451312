import { access, readFile } from 'node:fs/promises';
import { runProgram } from '../run-program.ts';
import { type LibvirtRelease, whyNoDebianRoot } from './debian-root.ts';

/** Why there can be no hosts with QEMU here; undefined where there can be. */
export async function whyNoQemuHost(releases: readonly LibvirtRelease[]): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return `this is ${process.platform} on ${process.arch}`;
  if (process.getuid?.() !== 0) return 'this process is not root';
  if (!/\boverlay$/m.test(await readFile('/proc/filesystems', 'utf8'))) return 'there is no overlay file system';
  const tun = await access('/dev/net/tun').catch(() => 'missing');
  if (tun !== undefined) return 'there is no /dev/net/tun';
  const spaces = await runProgram('unshare', [
    '--mount',
    '--net',
    '--pid',
    '--uts',
    '--ipc',
    '--cgroup',
    '--fork',
    'true',
  ]);
  if (spaces.status !== 0) return `there are no namespaces of one's own: ${spaces.stderr.trim()}`;
  // the guest itself is the one of the oldest release
  for (const release of new Set<LibvirtRelease>(['9.0.0', ...releases])) {
    const reason = await whyNoDebianRoot(release);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
