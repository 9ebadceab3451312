import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type PackageReport = {
  readonly missing: readonly string[];
  /** Why the packages in `missing` are not there; empty when nothing is missing. */
  readonly reason: string;
};

/** Installs those of the named Debian packages that are not installed yet, where this process may do that. */
export async function ensureDebianPackages(names: readonly string[]): Promise<PackageReport> {
  const forbidden = await whyNotAllowed();
  if (forbidden === 'not Debian') {
    return { missing: names, reason: 'this is not a Debian system, so packages are not looked at' };
  }
  const missing = await notInstalled(names);
  if (missing.length === 0) {
    return { missing: [], reason: '' };
  }
  if (forbidden !== undefined) {
    return { missing, reason: `${forbidden}, so packages cannot be installed` };
  }
  try {
    await install(missing);
  } catch (error) {
    return { missing: await notInstalled(names), reason: lastLines(error) };
  }
  return { missing: [], reason: '' };
}

async function whyNotAllowed(): Promise<string | undefined> {
  if (!(await exists('/etc/debian_version')) || !(await exists('/usr/bin/dpkg-query'))) {
    return 'not Debian';
  }
  if (process.getuid?.() !== 0) {
    return 'this process is not root';
  }
  return (await exists('/usr/bin/apt-get')) ? undefined : 'there is no apt-get';
}

async function notInstalled(names: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  try {
    collect((await run('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\\n`, ...names])).stdout, found);
  } catch (error) {
    // dpkg-query fails when it does not know one of the names, but still lists the others
    collect(outputOf(error, 'stdout'), found);
  }
  return names.filter((name) => !found.has(name));
}

function collect(listing: string, found: Set<string>): void {
  for (const line of listing.split('\n')) {
    const [name, status] = line.split(' ');
    if (name !== undefined && status === 'installed') {
      found.add(name);
    }
  }
}

async function install(names: readonly string[]): Promise<void> {
  try {
    await aptGet('install', '--no-install-recommends', ...names);
  } catch {
    // most often a machine whose package lists are absent or older than its mirror
    await aptGet('update');
    await aptGet('install', '--no-install-recommends', ...names);
  }
}

async function aptGet(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-y', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, maxBuffer: 1 << 26 });
}

function lastLines(error: unknown): string {
  const text = outputOf(error, 'stderr').trim() || String(error);
  return text.split('\n').slice(-5).join('\n');
}

function outputOf(error: unknown, stream: 'stdout' | 'stderr'): string {
  const value = error instanceof Error ? Reflect.get(error, stream) : undefined;
  return typeof value === 'string' ? value : '';
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
