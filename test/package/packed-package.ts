import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from '../support/qemu-lab/with-file-lock.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
/** npm runs scripts with settings of its own in the environment, which would steer the npm commands started here. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

export interface PackedPackage {
  readonly tarball: string;
  /** The paths in it. */
  readonly files: readonly string[];
}

/** Runs npm in a folder; resolves with what it prints. */
export async function npm(args: readonly string[], folder: string): Promise<string> {
  const { stdout } = await run('npm', args, { cwd: folder, env: environment, maxBuffer: 1 << 24 });
  return stdout;
}

/** Builds and packs the package into the folder. Two at once would write the same `dist/`, so one waits for the other. */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const lock = join(tmpdir(), `libvirt-rpc-pack-${root.replaceAll(/\W+/g, '-')}.lock`);
  const output = await withFileLock(lock, () => npm(['pack', '--json', '--pack-destination', folder], root));
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error('npm packed nothing');
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/**
 * Makes the folder a project that depends on the package as it is packed. What the package itself depends on is the
 * repository's, so that nothing is fetched.
 */
export async function unpackPackage(folder: string): Promise<void> {
  const { tarball } = await packPackage(folder);
  const target = join(folder, 'node_modules/libvirt-rpc');
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
    bundleDependencies: readonly string[];
  };
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
    if (manifest.bundleDependencies.includes(name)) continue;
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', name), link);
  }
}
