import { describe, expect, test } from '@jest/globals';
import type { XdrError } from '@xdr-ts/runtime';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { domainScreenshot } from '../../../src/generated/remote-procedures.ts';
import { domainScreenshotRetCodec } from '../../../src/generated/remote-types.ts';
import type { CallOptions } from '../../../src/rpc/call-options.ts';
import type { StreamPacket, StreamSink } from '../../../src/rpc/stream-table.ts';
import { domain, download, lookUp, streamsOf } from './calls.ts';
import { joined, type RawFrame, rawFrame, statusOf, typeOf, words } from './raw-frame.ts';
import { errorBody, noDomain, ScriptedPeer } from './scripted-peer.ts';

/** A packet without its bytes, which are not valid for long: text instead. */
type Seen = Exclude<StreamPacket, { kind: 'data' }> | { readonly kind: 'data'; readonly text: string };

class Download {
  readonly peer = new ScriptedPeer();
  readonly packets: Seen[] = [];
  readonly outcome: Promise<{ readonly kind: string }>;
  readonly serial: number;

  constructor(options?: CallOptions, alsoDo: () => void = () => undefined) {
    const sink: StreamSink = (packet) => {
      this.packets.push(packet.kind === 'data' ? { kind: 'data', text: Buffer.from(packet.bytes).toString() } : packet);
      alsoDo();
    };
    const { stream, outcome } = download(this.peer.client, sink, options);
    this.serial = stream.serial;
    this.outcome = outcome;
  }

  frame(change: Partial<RawFrame>): Uint8Array {
    return rawFrame({ procedure: 209, serial: this.serial, type: typeOf.stream, status: statusOf.more, ...change });
  }

  data(text: string): Uint8Array {
    return this.frame({ payload: Buffer.from(text) });
  }

  get reply(): Uint8Array {
    return this.frame({ type: typeOf.reply, status: statusOf.ok });
  }

  get finish(): Uint8Array {
    return this.frame({ status: statusOf.ok });
  }

  receive(...frames: Uint8Array[]): void {
    this.peer.client.receive(joined(...frames));
  }
}

const end: Seen = { kind: 'data', text: '' };
const finished: Seen = { kind: 'finished' };

describe('stream packets reach their sink', () => {
  const orders: [what: string, pieces: (download: Download) => Uint8Array[]][] = [
    ['behind the reply', (d) => [d.reply, d.data('one'), d.data('two'), d.data(''), d.finish]],
    ['ahead of the reply', (d) => [d.data('one'), d.data('two'), d.data(''), d.reply, d.finish]],
    ['around the reply', (d) => [d.data('one'), d.reply, d.data('two'), d.data(''), d.finish]],
    ['all ahead of the reply', (d) => [d.data('one'), d.data('two'), d.data(''), d.finish, d.reply]],
  ];
  const expected = [{ kind: 'data', text: 'one' }, { kind: 'data', text: 'two' }, end, finished];

  test.each(orders)('%s, in one chunk', async (_what, pieces) => {
    const stream = new Download();
    await stream.peer.takeFrames();
    stream.receive(...pieces(stream));
    expect(stream.packets).toEqual(expected);
    expect((await stream.outcome).kind).toBe('result');
    stream.peer.expectOpen();
  });

  test.each(orders)('%s, in chunks of their own', async (_what, pieces) => {
    const stream = new Download();
    await stream.peer.takeFrames();
    for (const piece of pieces(stream)) {
      stream.receive(piece);
      await stream.peer.settle();
    }
    expect(stream.packets).toEqual(expected);
    expect((await stream.outcome).kind).toBe('result');
  });

  test('each stream its own, by serial number, procedure and program', async () => {
    const stream = new Download();
    const others: string[] = [];
    const { serial } = download(stream.peer.client, ({ kind }) => others.push(kind)).stream;
    await stream.peer.takeFrames();
    stream.receive(
      stream.data('mine'),
      stream.frame({ serial, payload: words(1) }),
      stream.frame({ procedure: 211, payload: words(1) }),
      stream.frame({ program: 0x20008087, payload: words(1) }),
    );
    expect(stream.packets).toEqual([{ kind: 'data', text: 'mine' }]);
    expect(others).toEqual(['data']);
  });

  test('holes with their length', async () => {
    const stream = new Download();
    await stream.peer.takeFrames();
    stream.receive(stream.reply, stream.frame({ type: typeOf.hole, payload: words(0x7fffffff, -1, 0) }));
    expect(stream.packets).toEqual([{ kind: 'hole', length: 0x7fffffffffffffffn }]);
  });

  test('an error in mid-stream, and nothing more', async () => {
    const stream = new Download();
    await stream.peer.takeFrames();
    const error = stream.frame({ status: statusOf.error, payload: errorBody({ message: 'stream had I/O failure' }) });
    stream.receive(stream.reply, stream.data('one'), error, stream.data('late'), stream.finish);
    expect(stream.packets).toEqual([
      { kind: 'data', text: 'one' },
      { kind: 'error', error: { ...noDomain, message: 'stream had I/O failure' } },
    ]);
    stream.peer.expectOpen();
  });
});

describe('stream packets are dropped', () => {
  test('for a stream that has finished', async () => {
    const stream = new Download();
    await stream.peer.takeFrames();
    stream.receive(stream.reply, stream.finish, stream.data('late'), stream.finish);
    expect(stream.packets).toEqual([finished]);
    stream.peer.expectOpen();
  });

  test('for a stream whose call failed', async () => {
    const stream = new Download();
    const [call] = await stream.peer.takeFrames();
    stream.peer.fail(call);
    stream.receive(stream.data('late'));
    expect((await stream.outcome).kind).toBe('error');
    expect(stream.packets).toEqual([]);
    stream.peer.expectOpen();
  });

  test('for a stream that never was', () => {
    const peer = new ScriptedPeer();
    peer.receive({ type: typeOf.stream, status: statusOf.more, serial: 3, payload: words(1) });
    peer.receive({ type: typeOf.hole, status: statusOf.more, serial: 3 });
    peer.expectOpen();
  });

  test('once the connection is closed from within the sink', async () => {
    const stream: Download = new Download({}, () => stream.receive(words(0)));
    await stream.peer.takeFrames();
    stream.receive(stream.data('one'));
    stream.receive(stream.data('two'));
    expect(stream.packets).toEqual([
      { kind: 'data', text: 'one' },
      { kind: 'closed', cause: stream.peer.client.closed },
    ]);
  });
});

describe('the connection ends over', () => {
  const bad: [what: string, change: Partial<RawFrame>, offset: number][] = [
    ['a hole of no bytes', { type: typeOf.hole, payload: words(0, 0, 0) }, 40],
    ['a hole of fewer than none', { type: typeOf.hole, payload: words(-1, -1, 0) }, 40],
    ['a hole with flags', { type: typeOf.hole, payload: words(0, 1, 1) }, 40],
    ['half a hole', { type: typeOf.hole, payload: words(0, 1) }, 36],
    ['half an error', { status: statusOf.error, payload: errorBody().subarray(0, 12) }, 40],
  ];

  test.each(bad)('%s', async (_what, change, offset) => {
    const stream = new Download();
    await stream.peer.takeFrames();
    stream.receive(stream.reply, stream.frame(change));
    const error = stream.peer.expectProtocolError();
    expect(error.offset).toBe(offset);
    expect((error.cause as XdrError).name).toBe('XdrError');
    expect(stream.packets).toEqual([{ kind: 'closed', cause: stream.peer.client.closed }]);
  });
});

describe('a stream that nobody waits for any more', () => {
  test('is aborted when the daemon opens it late, and its packets are dropped', async () => {
    const stream = new Download({ timeout: 10 });
    await stream.peer.takeFrames();
    stream.receive(stream.data('before'));
    stream.peer.clock.advance(10);
    expect((await stream.outcome).kind).toBe('timeout');
    stream.receive(stream.data('while it waits'));
    expect(await stream.peer.takeFrames()).toEqual([]);
    stream.receive(stream.reply, stream.data('late'));
    expect(await stream.peer.takeFrames()).toEqual([
      {
        program: 0x20008086,
        version: 1,
        procedure: 209,
        type: typeOf.stream,
        serial: stream.serial,
        status: statusOf.error,
        payload: words(),
      },
    ]);
    stream.receive(stream.data('crossing the abort'), stream.finish);
    expect(stream.packets).toEqual([{ kind: 'data', text: 'before' }]);
    expect(stream.peer.client.inFlight).toEqual([]);
    stream.peer.expectOpen();
  });

  test('is not aborted when the daemon refuses it late', async () => {
    const stream = new Download({ timeout: 10 });
    const [call] = await stream.peer.takeFrames();
    stream.peer.clock.advance(10);
    stream.peer.fail(call);
    expect(await stream.peer.takeFrames()).toEqual([]);
    expect(stream.peer.client.inFlight).toEqual([]);
  });

  test('and was never written is forgotten', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    void download(peer.client, () => undefined);
    const controller = new AbortController();
    const packets: string[] = [];
    const { stream, outcome } = download(peer.client, ({ kind }) => packets.push(kind), { signal: controller.signal });
    await peer.takeFrames();
    controller.abort();
    expect((await outcome).kind).toBe('aborted');
    peer.receive({
      procedure: 209,
      serial: stream.serial,
      type: typeOf.stream,
      status: statusOf.more,
      payload: words(1),
    });
    expect(packets).toEqual([]);
    expect(await peer.takeFrames()).toEqual([]);
  });
});

test('a stream whose call cannot be written leaves nothing', () => {
  const peer = new ScriptedPeer({ firstSerial: 5 });
  const packets: string[] = [];
  const args = { dom: domain(1), screen: -1, flags: 0 };
  expect(() => streamsOf(peer.client).open(domainScreenshot, args, ({ kind }) => packets.push(kind))).toThrow('screen');
  peer.receive({ procedure: 211, serial: 5, type: typeOf.stream, status: statusOf.more, payload: words(1) });
  expect(packets).toEqual([]);
  peer.expectOpen();
});

test('a stream whose reply cannot be decoded is aborted, as the daemon has opened it', async () => {
  const peer = new ScriptedPeer();
  const packets: string[] = [];
  const args = { dom: domain(1), screen: 0, flags: 0 };
  const { outcome } = streamsOf(peer.client).open(domainScreenshot, args, ({ kind }) => packets.push(kind));
  const [call] = await peer.takeFrames();
  peer.replyRaw(call, words(1, 1000));
  expect((await outcome).kind).toBe('undecodable');
  const [abort] = await peer.takeFrames();
  expect(abort).toMatchObject({ procedure: 211, type: typeOf.stream, status: statusOf.error, serial: call?.serial });
  peer.receive({ ...call, type: typeOf.stream, status: statusOf.more, payload: words(1) });
  expect(packets).toEqual([]);
  peer.expectOpen();
});

test('the reply of a call that opens a stream may carry a result', async () => {
  const peer = new ScriptedPeer();
  const args = { dom: domain(1), screen: 0, flags: 0 };
  const { outcome } = streamsOf(peer.client).open(domainScreenshot, args, () => undefined);
  const [call] = await peer.takeFrames();
  peer.reply(call, domainScreenshotRetCodec, { mime: 'image/png' });
  expect(await outcome).toEqual({ kind: 'result', result: { mime: 'image/png' } });
});

describe('what is sent on a stream', () => {
  test('keeps its order among calls, and its bytes', async () => {
    const peer = new ScriptedPeer();
    const { stream } = download(peer.client, () => undefined);
    void lookUp(peer.client);
    expect(stream.write(Buffer.from('abc'))).toBe(true);
    stream.hole(2n ** 40n);
    stream.write(new Uint8Array());
    stream.finish();
    const frames = (await peer.takeFrames()).slice(2);
    const facts = { program: 0x20008086, version: 1, procedure: 209, serial: stream.serial };
    expect(frames).toEqual([
      { ...facts, type: typeOf.stream, status: statusOf.more, payload: new Uint8Array(Buffer.from('abc')) },
      { ...facts, type: typeOf.hole, status: statusOf.more, payload: words(256, 0, 0) },
      { ...facts, type: typeOf.stream, status: statusOf.more, payload: words() },
      { ...facts, type: typeOf.stream, status: statusOf.ok, payload: words() },
    ]);
  });

  test('tells when the transport is full, and when it has room again or is gone', async () => {
    const peer = new ScriptedPeer({ send: () => false });
    const { stream } = download(peer.client, () => undefined);
    expect(stream.write(Buffer.from('abc'))).toBe(false);
    const told: string[] = [];
    peer.client.onceDrained(() => told.push('room'));
    expect(told).toEqual([]);
    peer.client.drained();
    peer.client.drained();
    expect(told).toEqual(['room']);
    peer.client.onceDrained(() => told.push('gone'));
    peer.client.close(new ConnectionError('gone', 'eof'));
    expect(told).toEqual(['room', 'gone']);
    peer.client.onceDrained(() => told.push('long gone'));
    expect(told).toEqual(['room', 'gone', 'long gone']);
    expect(stream.write(Buffer.from('abc'))).toBe(true);
  });

  test('is refused when it is longer than a packet may be, and nothing of it is sent', () => {
    const peer = new ScriptedPeer();
    const { stream } = download(peer.client, () => undefined);
    expect(() => stream.write(new Uint8Array(33_554_409))).toThrow('over the limit');
    expect(stream.write(new Uint8Array(33_554_408))).toBe(true);
    expect(peer.sends.at(-1)).toHaveLength(33_554_436);
  });
});

test('the end of the connection is told to every stream that is open, once', async () => {
  const peer = new ScriptedPeer();
  const seen: StreamPacket[] = [];
  const { outcome } = download(peer.client, (packet) => seen.push(packet));
  const [call] = await peer.takeFrames();
  peer.replyRaw(call);
  download(peer.client, (packet) => seen.push(packet));
  const cause = new ConnectionError('gone', 'eof');
  peer.client.close(cause);
  peer.client.close(cause);
  expect((await outcome).kind).toBe('result');
  expect(seen).toEqual([
    { kind: 'closed', cause },
    { kind: 'closed', cause },
  ]);
});
