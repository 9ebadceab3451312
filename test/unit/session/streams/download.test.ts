import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from '@jest/globals';
import { domainGetInfo, storageVolDownload } from '../../../../src/generated/remote-procedures.ts';
import { domain } from '../../rpc/calls.ts';
import { settle } from '../session-with-peer.ts';
import { data, failed, finished, hole, reply, StreamPeer, saying, vol } from './stream-peer.ts';

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const bytes of stream) text += Buffer.from(bytes).toString();
  return text;
}

const mebibyte = 1024 * 1024;

test('all that comes is read, then it is finished, once, and the end waits for the answer', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  const text = textOf(download);
  peer.send(data(call, 'one '), data(call, 'two'), data(call, ''));
  expect(saying(await peer.next())).toBe('finish');
  await settle();
  expect(download.readableEnded).toBe(false);
  peer.send(finished(call));
  expect(await text).toBe('one two');
  await download.close();
  await download.close();
  await settle();
  expect(peer.waiting).toEqual([]);
});

test('what comes before the reply, and behind it in one piece, is not lost', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download((opening) => [
    data(opening, 'before '),
    reply(opening),
    data(opening, 'behind'),
    data(opening, ''),
  ]);
  peer.send(finished(call));
  expect(await textOf(download)).toBe('before behind');
});

test('an end that nobody asked for is no end of the bytes', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  peer.send(data(call, 'half'), finished(call));
  await expect(textOf(download)).rejects.toMatchObject({ name: 'ProtocolError' });
  await settle();
  expect(peer.waiting).toEqual([]);
});

test('an error of the daemon is whole, and nothing is sent to a stream that it has ended', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  peer.send(data(call, 'half'), failed(call, 'cannot read: No space left on device'));
  await expect(textOf(download)).rejects.toMatchObject({
    name: 'LibvirtError',
    code: 'VIR_ERR_SYSTEM_ERROR',
    number: 38,
    domain: 38,
    message: 'cannot read: No space left on device',
    str1: '%s',
    int1: 28,
    procedure: 'storageVolDownload',
    serial: call.serial,
  });
  await download.close();
  await settle();
  expect(peer.waiting).toEqual([]);
});

test('an error instead of the agreement to the finish is told', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  peer.send(data(call, 'all'), data(call, ''));
  const text = textOf(download);
  text.catch(() => undefined);
  expect(saying(await peer.next())).toBe('finish');
  peer.send(failed(call, 'too late'));
  await expect(text).rejects.toThrow('too late');
});

test('the end of the connection is its end', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  peer.send(data(call, 'half'));
  peer.hangUp();
  await expect(textOf(download)).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
  await download.close();
});

test('whoever stops reading aborts it, once, and what is under way is dropped', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  peer.send(data(call, 'one'));
  for await (const piece of download) {
    expect(piece.toString()).toBe('one');
    setImmediate(() => peer.send(data(call, 'two'), finished(call), data(call, 'three')));
    break;
  }
  expect(download.destroyed).toBe(true);
  expect(saying(await peer.next())).toBe('abort');
  await download.close();
  await settle();
  expect(peer.waiting).toEqual([]);
  expect(peer.session.isAlive).toBe(true);
});

test('a sink that fails aborts it', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  const oops = new Error('oops');
  const done = pipeline(download, new Writable({ write: (_chunk, _encoding, callback) => callback(oops) }));
  done.catch(() => undefined);
  peer.send(data(call, 'one'));
  expect(saying(await peer.next())).toBe('abort');
  peer.send(finished(call));
  await expect(done).rejects.toBe(oops);
});

test('given up before the reply, it is aborted when that comes', async () => {
  const peer = new StreamPeer();
  const controller = new AbortController();
  const { signal } = controller;
  const opening = peer.session.stream(storageVolDownload, { vol, offset: 0n, length: 0n, flags: 0 }, { signal });
  opening.catch(() => undefined);
  const call = await peer.next();
  controller.abort();
  await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  await settle();
  expect(peer.waiting).toEqual([]);
  peer.send(data(call, 'early'), reply(call));
  expect(saying(await peer.next())).toBe('abort');
  peer.send(data(call, 'late'), finished(call));
  await settle();
  expect(peer.session.isAlive).toBe(true);
});

test('a refused call opens nothing', async () => {
  const peer = new StreamPeer();
  const opening = peer.download((call) => [{ ...failed(call, 'no such volume'), type: 1 }]);
  await expect(opening).rejects.toMatchObject({ name: 'LibvirtError', message: 'no such volume' });
  await settle();
  expect(peer.waiting).toEqual([]);
});

test('its signal ends it later as well', async () => {
  const peer = new StreamPeer();
  const controller = new AbortController();
  const args = { vol, offset: 0n, length: 0n, flags: 0 };
  const opening = peer.session.stream(storageVolDownload, args, { signal: controller.signal });
  const call = await peer.next();
  peer.send(reply(call));
  const { stream } = await opening;
  controller.abort(new Error('enough'));
  expect(saying(await peer.next())).toBe('abort');
  peer.send(finished(call));
  const [error] = await once(stream, 'error');
  expect(error).toMatchObject({ name: 'AbortError', cause: { message: 'enough' } });
});

test('holes are zeros, or items, as was asked', async () => {
  for (const holes of ['zeros', 'items'] as const) {
    const peer = new StreamPeer();
    const opening = peer.session.stream(storageVolDownload, { vol, offset: 0n, length: 0n, flags: 1 }, { holes });
    const call = await peer.next();
    peer.send(reply(call), data(call, 'a'), hole(call, 100_000), data(call, 'b'), data(call, ''), finished(call));
    const items: unknown[] = [];
    for await (const item of (await opening).stream) items.push(item);
    if (holes === 'items') expect(items).toEqual([Buffer.from('a'), { hole: 100_000n }, Buffer.from('b')].map(plain));
    else {
      const all = Buffer.concat(items.filter((item): item is Buffer => Buffer.isBuffer(item)));
      expect(all.equals(Buffer.concat([Buffer.from('a'), Buffer.alloc(100_000), Buffer.from('b')]))).toBe(true);
    }
  }
});

function plain(item: Buffer | { hole: bigint }): unknown {
  return Buffer.isBuffer(item) ? new Uint8Array(item) : item;
}

test('a hole of any length is read as zeros without its memory', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  peer.send(hole(call, 2 ** 31 - 1));
  let length = 0;
  for await (const piece of download) {
    length += piece.length;
    if (length > 100 * mebibyte) break;
    expect(piece.length).toBeLessThan(mebibyte);
  }
  expect(saying(await peer.next())).toBe('abort');
});

test('the connection is not read while it is full, but is for calls', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  const piece = new Uint8Array(mebibyte / 4).fill(7);
  peer.send(
    data(call, piece),
    data(call, piece),
    data(call, piece),
    data(call, piece),
    data(call, piece),
    data(call, piece),
  );
  await settle();
  expect(peer.isRead).toBe(false);
  const info = peer.session.call(domainGetInfo, { dom: domain(1) });
  await settle();
  expect(peer.isRead).toBe(true);
  const question = await peer.next();
  peer.send({ ...reply(question), payload: new Uint8Array(32) });
  await info;
  await settle();
  expect(peer.isRead).toBe(false);
  let length = 0;
  peer.send(data(call, ''), finished(call));
  for await (const bytes of download) length += bytes.length;
  expect(length).toBe(1.5 * mebibyte);
  expect(peer.isRead).toBe(true);
});

test('what nobody reads while calls wait is bounded, and then told', async () => {
  const peer = new StreamPeer();
  const [download, call] = await peer.download();
  const info = peer.session.call(domainGetInfo, { dom: domain(1) });
  const question = await peer.next();
  const failure = once(download, 'error');
  const piece = data(call, new Uint8Array(mebibyte));
  for (let count = 0; count < 70; count++) {
    peer.send(piece);
    await settle();
  }
  expect(saying(await peer.next())).toBe('abort');
  peer.send(finished(call));
  expect((await failure)[0]).toMatchObject({ name: 'OverflowError' });
  expect(peer.waiting).toEqual([]);
  peer.send({ ...reply(question), payload: new Uint8Array(32) });
  await info;
});

test('a reader has enough when more came with the answer than it wants to keep', async () => {
  const peer = new StreamPeer();
  const piece = new Uint8Array(mebibyte / 4).fill(7);
  const [download, call] = await peer.download((opening) => [
    reply(opening),
    ...Array.from({ length: 6 }, () => data(opening, piece)),
  ]);
  await settle();
  expect(peer.isRead).toBe(false);
  peer.send(data(call, ''), finished(call));
  let length = 0;
  for await (const bytes of download) length += bytes.length;
  expect(length).toBe(1.5 * mebibyte);
  expect(peer.isRead).toBe(true);
});
