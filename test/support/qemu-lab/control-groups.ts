import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const hierarchies = '/sys/fs/cgroup';
/** Those that a host has of its own; where the machine has a single hierarchy, as newer ones do, hosts have none. */
const controllers = ['cpu', 'cpuacct', 'cpuset', 'devices', 'freezer', 'blkio', 'pids'];

/** A name that nobody has yet, and that tells whose host it is. */
export function nameOfHost(): string {
  return `lvrpc-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** Makes a control group for the host in each hierarchy that there is. */
export async function makeControlGroups(name: string): Promise<void> {
  await removeOrphans();
  for (const controller of controllers) {
    const hierarchy = join(hierarchies, controller);
    if (!(await exists(join(hierarchy, 'cgroup.procs')))) continue;
    await mkdir(join(hierarchy, name), { recursive: true });
    if (controller !== 'cpuset') continue;
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      await writeFile(join(hierarchy, name, file), await readFile(join(hierarchy, file)));
    }
  }
}

/** Removes the groups, which only those without processes let happen. */
export async function removeControlGroups(name: string): Promise<void> {
  for (const controller of controllers) await removeTree(join(hierarchies, controller, name));
}

/** Removes what processes left there that were killed: their hosts ended with them, the groups did not. */
async function removeOrphans(): Promise<void> {
  for (const controller of controllers) {
    for (const name of await readdir(join(hierarchies, controller)).catch(() => [])) {
      const owner = /^lvrpc-(\d+)-/.exec(name)?.[1];
      if (owner !== undefined && !(await exists(`/proc/${owner}`))) {
        await removeTree(join(hierarchies, controller, name));
      }
    }
  }
}

async function removeTree(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(group, entry.name));
  await rmdir(group).catch(() => undefined);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
