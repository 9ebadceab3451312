import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { type ModularHost, startModularHost } from '../support/modular-lab/modular-host.ts';
import { runProgram } from '../support/run-program.ts';
import { daemonOf, drivers, typeOf } from './own-objects.ts';

/** Goes the roads that it is told, with nothing said about where anything is, and tells what came of them. */
const program = `import { connect, connectAdmin } from 'libvirt-rpc-under-test';
const told = [];
for (const [uri, options] of JSON.parse(process.argv[2])) {
  try {
    await using connection = await connect(uri ?? undefined, { timeout: 30_000, ...options });
    told.push([connection.getURI(), connection.session.peer, await connection.getType()]);
  } catch (error) {
    told.push([error.name, error.message]);
  }
}
await using admin = await connectAdmin('virtqemud:///system');
told.push([admin.getURI(), (await admin.listServers()).map(({ name }) => name).sort().join()]);
console.log(JSON.stringify(told));`;

// The host's sockets and network take the place of the machine's, for the program alone.
const asIfThere = 'mount -t tmpfs tmpfs /run && ln -s "/proc/$0/root/run/libvirt" /run/libvirt && exec "$@"';

describe("on the paths of Linux itself, and libvirt's own port", () => {
  let host: ModularHost;
  let directory: string;
  beforeAll(async () => {
    host = await startModularHost();
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    await build({
      stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
      alias: { 'libvirt-rpc-under-test': fileURLToPath(new URL('../../src/index.ts', import.meta.url)) },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: ['@libvirt-rpc/source'],
      // What is loaded for other roads only stays in files of its own, which are not loaded here.
      splitting: true,
      external: ['ssh2'],
      outdir: directory,
      entryNames: 'program',
      outExtension: { '.js': '.mjs' },
      logLevel: 'error',
    });
  }, 120_000);
  afterAll(async () => {
    await host?.stop();
    if (directory !== undefined) await rm(directory, { recursive: true });
  });

  test('the daemons are found as virsh finds them', async () => {
    const run = '/var/run/libvirt';
    const roads: [uri: string | null, options: object, peer: string, type: string][] = [
      [null, {}, `unix:${run}/virtqemud-sock`, 'QEMU'],
      [null, { readOnly: true }, `unix:${run}/virtqemud-sock-ro`, 'QEMU'],
    ];
    for (const driver of drivers) {
      const type = typeOf(driver);
      roads.push(
        [`${driver}:///system`, {}, `unix:${run}/${daemonOf[driver]}-sock`, type],
        [`${driver}:///system`, { readOnly: true }, `unix:${run}/${daemonOf[driver]}-sock-ro`, type],
        [`${driver}:///system?mode=legacy`, {}, `unix:${run}/libvirt-sock`, type],
        [`${driver}+tcp://localhost/system`, {}, 'tcp:localhost:16509', type],
      );
    }
    for (const [uri] of roads) {
      const { status, stderr } = await host.virsh(uri ?? undefined, 'uri');
      expect({ uri, status, stderr }).toEqual({ uri, status: 0, stderr: '' });
    }
    const words = [process.execPath, join(directory, 'program.mjs'), JSON.stringify(roads)];
    const spaces = ['--target', String(host.pid), '--net', 'unshare', '--mount', '--propagation', 'private'];
    const { status, stdout, stderr } = await runProgram(
      'nsenter',
      [...spaces, 'sh', '-c', asIfThere, String(host.pid), ...words],
      { environment: { HOME: directory, LIBVIRT_DEFAULT_URI: '', LIBVIRT_AUTOSTART: '0' } },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      ...roads.map(([uri, , peer, type]) => [uri ?? 'qemu:///system', peer, type]),
      ['virtqemud:///system', 'admin,virtqemud'],
    ]);
  });
});
