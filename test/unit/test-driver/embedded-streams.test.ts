import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { StoragePool } from '../../../src/client/storage-pool.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';

/*
 * What programs do with the streams of a daemon, they do with those of the hypervisor in their own process, where
 * everything is on one connection.
 */

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

let connection: Connection;
let pool: StoragePool;
let volumes = 0;
beforeAll(async () => {
  connection = await connect('test:///default');
  pool = await connection.lookupStoragePoolByName('default-pool');
});
afterAll(() => connection?.close());

async function volume(capacity: number): Promise<StorageVol> {
  volumes++;
  return pool.storageVolCreateXML(
    `<volume><name>v${volumes}</name><capacity>${capacity}</capacity><allocation>0</allocation></volume>`,
  );
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

function* pieces(bytes: Buffer, size = 70_001): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('bytes come back as they went', async () => {
  const bytes = randomBytes(5 * mebibyte + 17);
  const vol = await volume(bytes.length);
  await using refreshes = await connection.events('storage-pool-refresh');
  await pipeline(pieces(bytes), await vol.upload());
  for await (const refresh of refreshes) {
    expect(refresh).toMatchObject({ pool: { name: 'default-pool' } });
    break;
  }
  expect((await bytesOf(await vol.download())).equals(bytes)).toBe(true);
  const part = await bytesOf(await vol.download({ offset: 1000, length: 3n * BigInt(mebibyte) }));
  expect(part.equals(bytes.subarray(1000, 1000 + 3 * mebibyte))).toBe(true);
  expect(await bytesOf(await vol.download({ offset: 2n ** 60n }))).toHaveLength(0);
});

test('holes stay holes, on a volume that no memory could hold', async () => {
  const vol = await volume(1024 * gibibyte);
  const text = Buffer.alloc(mebibyte, 'text');
  const hole = { hole: 300n * BigInt(gibibyte) };
  const upload = await vol.upload({ sparse: true });
  for (const item of [hole, text, hole, text]) upload.write(item);
  upload.end();
  await new Promise((resolve, reject) => upload.once('finish', resolve).once('error', reject));
  const holes: unknown[] = [];
  let filled = 0;
  for await (const item of await vol.download({ sparse: 'holes' })) {
    if (item instanceof Uint8Array) filled += item.length;
    else holes.push(item);
  }
  expect(filled).toBe(2 * mebibyte);
  expect(holes).toEqual([hole, hole, { hole: 424n * BigInt(gibibyte) - 2n * BigInt(mebibyte) }]);
  const around = await bytesOf(
    await vol.download({ offset: 300 * gibibyte - mebibyte, length: 3 * mebibyte, sparse: true }),
  );
  expect(around.equals(Buffer.concat([Buffer.alloc(mebibyte), text, Buffer.alloc(mebibyte)]))).toBe(true);
});

test('a stream without an end neither stops calls nor timers, and can be given up', async () => {
  const vol = await volume(1024 * gibibyte);
  let length = 0;
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 20);
  const reading = (async () => {
    for await (const chunk of await vol.download({ signal: controller.signal })) length += chunk.length;
  })();
  const ended = expect(reading).rejects.toMatchObject({ code: 'ABORT_ERR' });
  expect(await connection.getLibVersion()).toBe(9_000_000n);
  await ended;
  expect(length).toBeGreaterThan(mebibyte);
  for await (const chunk of await vol.download()) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  const upload = await vol.upload();
  upload.write(Buffer.alloc(mebibyte));
  await upload.close();
  expect(await connection.getLibVersion()).toBe(9_000_000n);
});

test('a reader who takes his time loses nothing, and others are served meanwhile', async () => {
  const bytes = randomBytes(4 * mebibyte);
  const vol = await volume(bytes.length);
  await pipeline(pieces(bytes), await vol.upload());
  const all: Uint8Array[] = [];
  for await (const chunk of await vol.download()) {
    all.push(chunk);
    await connection.getLibVersion();
  }
  expect(Buffer.concat(all).equals(bytes)).toBe(true);
});

test('what does not fit is refused', async () => {
  const vol = await volume(mebibyte);
  const upload = await vol.upload({ length: mebibyte });
  await expect(pipeline(pieces(randomBytes(3 * mebibyte)), upload)).rejects.toMatchObject({
    code: 'VIR_ERR_SYSTEM_ERROR',
    message: expect.stringContaining('cannot write to stream: No space left on device'),
  });
  await expect(vol.download({ offset: 2n ** 63n })).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
  await vol.delete();
  await expect(vol.download()).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
});

test('a volume grows when it is written to behind its end', async () => {
  const vol = await volume(10);
  await pipeline(pieces(Buffer.from('fifteen letters')), await vol.upload({ offset: 5 }));
  expect((await vol.getInfo()).capacity).toBe(20n);
  expect(await vol.getXMLDesc()).toContain("<capacity unit='bytes'>20</capacity>");
  expect((await bytesOf(await vol.download())).toString()).toBe('\0\0\0\0\0fifteen letters');
});

test('a clone has the bytes of what it was made from, and goes its own way', async () => {
  const vol = await volume(4);
  await pipeline(pieces(Buffer.from('seen')), await vol.upload());
  const clone = await pool.storageVolCreateXMLFrom('<volume><name>clone</name><capacity>4</capacity></volume>', vol);
  await pipeline(pieces(Buffer.from('gone')), await vol.upload());
  expect((await bytesOf(await clone.download())).toString()).toBe('seen');
});

test('a console says what it is told until its domain stops', async () => {
  const domain = await connection.domainCreateXML(
    "<domain type='test'><name>talking</name><memory>1024</memory><os><type>hvm</type></os>" +
      "<devices><console type='pty'/></devices></domain>",
  );
  const talk = await domain.openConsole();
  await expect(domain.openConsole()).rejects.toThrow('Active console session exists for this domain');
  const heard = new Promise((resolve) => talk.once('data', resolve));
  talk.write('hello');
  expect(String(await heard)).toBe('hello');
  const failed = new Promise((resolve) => talk.once('error', resolve));
  await domain.destroy();
  expect(await failed).toMatchObject({ code: 'VIR_ERR_RPC', message: 'stream had unexpected termination' });
});

test("a channel is found by the name that the guest knows, and is one client's", async () => {
  const channel = (type: string, name: string): string =>
    `<channel type='${type}'><target type='virtio' name='${name}'/></channel>`;
  const domain = await connection.domainCreateXML(
    "<domain type='test'><name>channels</name><memory>1024</memory><os><type>hvm</type></os><devices>" +
      `${channel('pty', 'org.a')}${channel('unix', 'org.b')}</devices></domain>`,
  );
  const talk = await domain.openChannel({ name: 'org.b' });
  const heard = new Promise((resolve) => talk.once('data', resolve));
  talk.write('hello');
  expect(String(await heard)).toBe('hello');
  await expect(domain.openChannel({ name: 'channel1' })).rejects.toThrow(
    'Active channel stream exists for this domain',
  );
  await expect(domain.openChannel({ name: 'org.a' })).rejects.toThrow('channel channel0 is not using a UNIX socket');
  await expect(domain.openChannel({ name: 'org.c' })).rejects.toThrow('cannot find channel org.c');
  await talk.close();
  await (await domain.openChannel({ name: 'org.b' })).close();
  await domain.destroy();
});

test('a screen shows a picture', async () => {
  const { mime, image } = await (await connection.lookupDomainByName('test')).screenshot();
  expect(mime).toBe('image/png');
  expect((await bytesOf(image)).subarray(1, 4).toString()).toBe('PNG');
});
