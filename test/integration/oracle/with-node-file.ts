import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../support/lab.ts';
import type { Place } from './compare-with-python.ts';
import { nodeXml } from './node-state.ts';

/** Writes the host's state to a file for as long as `body` runs, and names the URI that opens it. */
export async function withNodeFile(
  { socketPath, tcpPort }: Lab,
  transport: 'unix' | 'tcp',
  body: (place: Place) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  try {
    const file = join(directory, 'node.xml');
    await writeFile(file, nodeXml);
    const uri =
      transport === 'unix' ? `test+unix://${file}?socket=${socketPath}` : `test+tcp://127.0.0.1:${tcpPort}${file}`;
    await body({ uri, directory });
  } finally {
    await rm(directory, { recursive: true });
  }
}
