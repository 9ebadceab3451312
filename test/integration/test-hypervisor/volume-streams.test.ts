import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pythonLibvirt } from '../../support/python-libvirt.ts';
import { describeBesideLibvirtd } from './beside.ts';

describeBesideLibvirtd(
  'the test hypervisor, if it is not strict,',
  (_, peers) => {
    test('does with the bytes of volumes for Python what the storage driver of libvirtd does', async () => {
      const parts = ['prelude', 'volume-streams'].map((name) =>
        readFile(join(import.meta.dirname, 'operations', `${name}.py`), 'utf8'),
      );
      const script = (await Promise.all(parts)).join('\n');
      const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
      try {
        const theirUri = `storage+unix:///system?socket=${encodeURIComponent(peers.theirSocket)}`;
        const [ours, theirs] = await Promise.all(
          [peers.ours, theirUri].map((uri) => pythonLibvirt<unknown[][]>(script, { uri, directory })),
        );
        expect(ours).toEqual(theirs);
        expect(theirs?.filter(([, outcome]) => outcome === 'error').length).toBeGreaterThan(5);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    });
  },
  { strict: false },
);
