import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { connectGetHostname, connectListAllDomains } from '../../../src/generated/remote-procedures.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { listenTestHypervisor } from '../../../src/testing/index.ts';

const all = { need_results: 1, flags: 0 };

async function inDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('is reached over TCP and over a unix socket, with a name and files of this machine', async () => {
  await inDirectory(async (directory) => {
    const path = join(directory, 'a b.sock');
    const file = join(directory, 'node.xml');
    await writeFile(
      file,
      '<node><domain type="test"><name>x</name><memory>1</memory><os><type>hvm</type></os></domain></node>',
    );
    await using unix = await listenTestHypervisor({ path });
    await using tcp = await listenTestHypervisor({ port: 0 });
    expect(unix.address).toEqual({ path });
    expect(tcp.uri).toMatch(/^test\+tcp:\/\/127\.0\.0\.1:[1-9]\d*\/default$/);
    for (const { uri } of [unix, tcp]) {
      await using session = await openSession(uri);
      expect(await session.call(connectGetHostname, undefined)).toEqual({ hostname: hostname() });
    }
    await using own = await openSession(tcp.uri.replace('/default', file));
    const { domains } = await own.call(connectListAllDomains, all);
    expect(domains.map(({ name }) => name)).toEqual(['x']);
  });
});

test('ends with all of its clients', async () => {
  const listener = await listenTestHypervisor({ port: 0 });
  await using session = await openSession(listener.uri);
  await session.call(connectListAllDomains, all);
  await Promise.all([listener.close(), listener.close()]);
  await expect(session.call(connectListAllDomains, all)).rejects.toMatchObject({ name: 'ConnectionError' });
  await expect(openSession(listener.uri)).rejects.toMatchObject({ name: 'TransportError' });
});

test('does not take the place of another', async () => {
  await inDirectory(async (directory) => {
    const path = join(directory, 'socket');
    await using first = await listenTestHypervisor({ path });
    await expect(listenTestHypervisor({ path })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await using session = await openSession(first.uri);
    expect(await session.call(connectListAllDomains, all)).toMatchObject({ ret: 1 });
  });
});
