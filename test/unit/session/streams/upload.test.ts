import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from '@jest/globals';
import { domainOpenConsole, storageVolUpload } from '../../../../src/generated/remote-procedures.ts';
import { domain } from '../../rpc/calls.ts';
import { settle } from '../session-with-peer.ts';
import { data, failed, finished, reply, StreamPeer, saying, vol } from './stream-peer.ts';

test('what is written is sent in packets as libvirt makes them, and finished, once', async () => {
  const peer = new StreamPeer();
  const [upload, call] = await peer.upload();
  upload.write('text');
  upload.write(new Uint8Array(600_000));
  upload.end();
  const said: string[] = [];
  while (said.at(-1) !== 'finish') said.push(saying(await peer.next()));
  expect(said).toEqual(['data 4', 'data 262120', 'data 262120', 'data 75760', 'finish']);
  await settle();
  expect(upload.writableFinished).toBe(false);
  peer.send(finished(call));
  await once(upload, 'finish');
  await upload.close();
  await upload.close();
  await settle();
  expect(peer.waiting).toEqual([]);
});

test('an end that nobody asked for is no success', async () => {
  const peer = new StreamPeer();
  const [upload, call] = await peer.upload();
  const failure = once(upload, 'error');
  upload.write('text');
  peer.send(finished(call));
  expect((await failure)[0]).toMatchObject({ name: 'ProtocolError' });
  expect(saying(await peer.next())).toBe('data 4');
  await settle();
  expect(peer.waiting).toEqual([]);
});

test("the daemon's error ends the writing at once, and the finish as well", async () => {
  const peer = new StreamPeer();
  const [upload, call] = await peer.upload();
  const endless = Readable.from(
    (function* () {
      for (;;) yield new Uint8Array(50_000);
    })(),
  );
  const done = pipeline(endless, upload);
  done.catch(() => undefined);
  await peer.next();
  peer.send(failed(call, 'no room'));
  await expect(done).rejects.toMatchObject({ name: 'LibvirtError', message: 'no room', int1: 28 });
  expect(endless.destroyed).toBe(true);

  const [late, lateCall] = await lateUpload(peer);
  const failure = once(late, 'error');
  late.end('text');
  expect(saying(await peer.next())).toBe('data 4');
  expect(saying(await peer.next())).toBe('finish');
  peer.send(failed(lateCall, 'not written after all'));
  expect((await failure)[0]).toMatchObject({ name: 'LibvirtError', message: 'not written after all' });
});

/** Another upload on the same connection, past the packets that crossed the end of the first. */
async function lateUpload(peer: StreamPeer) {
  const opening = peer.session.stream(storageVolUpload, { vol, offset: 0n, length: 0n, flags: 0 });
  let call = await peer.next();
  while (saying(call) !== 'call') call = await peer.next();
  peer.send(reply(call));
  return [(await opening).stream, call] as const;
}

test('a writer that fails aborts it, and so does whoever destroys it', async () => {
  const peer = new StreamPeer();
  const [upload, call] = await peer.upload();
  const oops = new Error('oops');
  const failing = Readable.from(
    (function* () {
      yield 'text';
      throw oops;
    })(),
  );
  const done = pipeline(failing, upload);
  done.catch(() => undefined);
  const said: string[] = [];
  while (said.at(-1) !== 'abort') said.push(saying(await peer.next()));
  peer.send(finished(call));
  await expect(done).rejects.toBe(oops);

  const [other, otherCall] = await lateUpload(peer);
  const closing = other.close();
  expect(saying(await peer.next())).toBe('abort');
  peer.send(finished(otherCall));
  await closing;
  await settle();
  expect(peer.waiting).toEqual([]);
});

test('the end of the connection is its end', async () => {
  const peer = new StreamPeer();
  const [upload] = await peer.upload();
  const failure = once(upload, 'error');
  upload.write('text');
  peer.hangUp();
  expect((await failure)[0]).toMatchObject({ name: 'ConnectionError', reason: 'eof' });
  await upload.close();
});

test('holes are sent where the stream was opened for them, and what is neither is refused', async () => {
  const peer = new StreamPeer();
  const opening = peer.session.stream(storageVolUpload, { vol, offset: 0n, length: 0n, flags: 1 });
  const call = await peer.next();
  peer.send(reply(call));
  const { stream } = await opening;
  stream.write({ hole: 4096n });
  stream.write(new Uint8Array(3));
  expect([saying(await peer.next()), saying(await peer.next())]).toEqual(['hole', 'data 3']);
  const failure = once(stream, 'error');
  stream.write({ hole: 0n });
  expect(saying(await peer.next())).toBe('abort');
  peer.send(finished(call));
  expect((await failure)[0]).toMatchObject({ name: 'UsageError' });
});

test('both ways of a conversation: what was said before its end is still heard', async () => {
  const peer = new StreamPeer();
  const opening = peer.session.stream(domainOpenConsole, { dom: domain(1), dev_name: null, flags: 0 });
  const call = await peer.next();
  peer.send(reply(call));
  const { stream } = await opening;
  stream.end('exit\n');
  expect([saying(await peer.next()), saying(await peer.next())]).toEqual(['data 5', 'finish']);
  peer.send(data(call, 'good'), data(call, 'bye'), finished(call));
  let heard = '';
  for await (const bytes of stream) heard += bytes;
  expect(heard).toBe('goodbye');
  await settle();
  expect(peer.waiting).toEqual([]);
});

test('a conversation that the guest ends is finished from this side, once', async () => {
  const peer = new StreamPeer();
  const opening = peer.session.stream(domainOpenConsole, { dom: domain(1), dev_name: null, flags: 0 });
  const call = await peer.next();
  peer.send(reply(call), data(call, 'last words'), data(call, ''));
  const { stream } = await opening;
  let heard = '';
  stream.on('data', (bytes) => {
    heard += bytes;
  });
  expect(saying(await peer.next())).toBe('finish');
  peer.send(finished(call));
  await once(stream, 'close');
  expect(heard).toBe('last words');
  await settle();
  expect(peer.waiting).toEqual([]);
});
