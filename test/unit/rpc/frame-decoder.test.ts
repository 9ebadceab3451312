import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import { FrameDecoder } from '../../../src/rpc/frame-decoder.ts';
import { arrayBufferBytes } from './array-buffer-bytes.ts';
import { joined, keepaliveProgram, type RawFrame, rawFrame, statusOf, typeOf, words } from './raw-frame.ts';

// Thousands of runs over megabytes in all take their time on a busy machine.
jest.setTimeout(60_000);

/** A packet with its payload as hexadecimal digits, which compare faster than bytes. */
type Seen = Omit<RawFrame, 'payload'> & { readonly payload: string };

function seen({ payload, ...header }: RawFrame): Seen {
  return { ...header, payload: Buffer.from(payload).toString('hex') };
}

/** A decoder, and what it finds. */
function collector(): { frames: Seen[]; decoder: FrameDecoder } {
  const frames: Seen[] = [];
  const decoder = new FrameDecoder(({ body, bytes, ...header }) => {
    frames.push(seen({ ...header, payload: bytes.subarray(body.offset) }));
  });
  return { frames, decoder };
}

/** Every kind of packet, as the decoder should see it. */
const session: RawFrame[] = [
  { type: typeOf.reply, serial: 0, status: statusOf.ok, payload: words(1, 0) },
  { type: typeOf.reply, serial: 1, status: statusOf.error, payload: new Uint8Array(120).fill(0xab) },
  { type: typeOf.message, serial: 0, status: statusOf.ok, payload: words(), program: keepaliveProgram },
  { type: typeOf.replyWithDescriptors, serial: 2, status: statusOf.ok, payload: words(7) },
  { type: typeOf.stream, serial: 3, status: statusOf.more, payload: new Uint8Array(1001).fill(0xff) },
  { type: typeOf.hole, serial: 3, status: statusOf.more, payload: words(0, 4096, 0) },
  { type: typeOf.callWithDescriptors, serial: 0xffffffff, status: statusOf.ok, payload: words() },
  { type: typeOf.stream, serial: 3, status: statusOf.more, payload: words() },
  { type: typeOf.stream, serial: 3, status: statusOf.ok, payload: words() },
  { type: typeOf.call, serial: 4, status: statusOf.ok, payload: words(0x1c, 0x1c, 0x1c), procedure: -1 },
].map((parts) => ({ program: 0x20008086, version: 1, procedure: 300, ...parts }));

const descriptors = new Map([
  [3, 2],
  [6, 32],
]);

/** A packet as it goes over the wire, with its number of file descriptors and the bytes that carried them. */
function onWire(frame: RawFrame, index: number): Uint8Array {
  const count = descriptors.get(index);
  if (count === undefined) return rawFrame(frame);
  // Bytes that would make a packet of absurd length if they were read as one.
  return joined(rawFrame({ ...frame, payload: joined(words(count), frame.payload) }), new Uint8Array(count).fill(0xff));
}

const expected = session.map(seen);
const wire = joined(...session.map(onWire));

/** Pushes the bytes cut at the given places, each chunk in memory that is overwritten once the decoder returns. */
function decode(bytes: Uint8Array, cuts: readonly number[]): Seen[] {
  const { frames, decoder } = collector();
  const ends = [...new Set(cuts)].sort((a, b) => a - b);
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    const memory = new Uint8Array(end - start + 6);
    const chunk = memory.subarray(3, memory.length - 3);
    chunk.set(bytes.subarray(start, end));
    decoder.push(chunk);
    memory.fill(0xee);
    start = end;
  }
  return frames;
}

describe('FrameDecoder finds the same packets', () => {
  test('in one chunk', () => {
    expect(decode(wire, [])).toEqual(expected);
  });

  test('in chunks of one byte', () => {
    expect(decode(wire, Array.from(wire.keys()))).toEqual(expected);
  });

  test('cut in two at every place', () => {
    for (let cut = 1; cut < wire.length; cut++)
      expect({ cut, frames: decode(wire, [cut]) }).toEqual({ cut, frames: expected });
  });

  test('in Buffers', () => {
    const { frames, decoder } = collector();
    decoder.push(Buffer.from(wire.subarray(0, 50)));
    decoder.push(Buffer.from(wire.subarray(50)));
    expect(frames).toEqual(expected);
  });

  test('cut at any places', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: wire.length - 1 }), { maxLength: 200 }), (cuts) => {
        expect(decode(wire, cuts)).toEqual(expected);
      }),
    );
  });

  const anyFrame: fc.Arbitrary<RawFrame> = fc.record({
    program: fc.nat(0xffffffff),
    version: fc.nat(0xffffffff),
    procedure: fc.integer(),
    type: fc.constantFrom(typeOf.call, typeOf.reply, typeOf.message, typeOf.stream, typeOf.hole),
    serial: fc.nat(0xffffffff),
    status: fc.constantFrom(0, 1, 2),
    payload: fc.uint8Array({ maxLength: 600 }),
  });

  test('whatever they are and wherever they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 12 }),
        fc.array(fc.nat(10_000), { maxLength: 30 }),
        (frames, cuts) => {
          const bytes = joined(...frames.map(rawFrame));
          const inside = cuts.filter((cut) => cut > 0 && cut < bytes.length);
          expect(decode(bytes, inside)).toEqual(frames.map(seen));
        },
      ),
    );
  });

  test('of megabytes, in chunks as sockets give them', () => {
    const payload = Uint8Array.from({ length: 5_000_003 }, (_, index) => index * 31);
    const large = rawFrame({ type: typeOf.stream, status: statusOf.more, payload });
    const bytes = joined(large, wire, large);
    const cuts = Array.from({ length: Math.floor(bytes.length / 65_536) }, (_, index) => (index + 1) * 65_536);
    const frames = decode(bytes, cuts);
    const digits = Buffer.from(payload).toString('hex');
    expect([frames.at(0)?.payload === digits, frames.at(-1)?.payload === digits]).toEqual([true, true]);
    expect(frames.slice(1, -1)).toEqual(expected);
  });
});

describe('FrameDecoder refuses', () => {
  const cases: [what: string, bytes: Uint8Array, offset: number][] = [
    ...[0, 3, 4, 27].map((length): [string, Uint8Array, number] => [`a length of ${length}`, words(length, 0), 0]),
    ['a length beyond the limit', words(33_554_437), 0],
    ['the largest length word', words(0xffffffff), 0],
    ['a type that there is not', rawFrame({ type: 7 }), 16],
    ['a negative type', rawFrame({ type: -1 }), 16],
    ['a status that there is not', rawFrame({ status: 3 }), 24],
    ['a negative status', rawFrame({ status: -1 }), 24],
    ['33 file descriptors', rawFrame({ type: typeOf.replyWithDescriptors, payload: words(33) }), 28],
    ['2^32 - 1 file descriptors', rawFrame({ type: typeOf.callWithDescriptors, payload: words(-1) }), 28],
    ['no number of file descriptors', rawFrame({ type: typeOf.replyWithDescriptors, payload: words() }), 28],
    ['half a number', rawFrame({ type: typeOf.replyWithDescriptors, payload: new Uint8Array(3) }), 28],
  ];

  function refusal(decoder: FrameDecoder, bytes: Uint8Array): ProtocolError {
    try {
      decoder.push(bytes);
    } catch (error) {
      if (error instanceof ProtocolError) return error;
      throw error;
    }
    throw new Error('nothing was refused');
  }

  test.each(cases)('%s', (_what, bytes, offset) => {
    const { frames, decoder } = collector();
    const error = refusal(decoder, joined(rawFrame(), bytes));
    expect(error.offset).toBe(offset);
    expect(error.message).toContain(`byte ${offset}`);
    expect(frames).toHaveLength(1);
  });

  test.each(cases)('%s, one byte at a time', (_what, bytes) => {
    const { frames, decoder } = collector();
    const push = (): void => {
      for (const byte of bytes) decoder.push(Uint8Array.of(byte));
    };
    expect(push).toThrow(ProtocolError);
    expect(frames).toEqual([]);
  });

  test.each(cases)('%s, and takes nothing more', (_what, bytes) => {
    const { frames, decoder } = collector();
    refusal(decoder, bytes);
    decoder.push(wire);
    decoder.push(bytes);
    expect(frames).toEqual([]);
  });
});

describe('FrameDecoder', () => {
  test('takes the longest packet that there may be', () => {
    const bytes = rawFrame({ payload: new Uint8Array(33_554_408).fill(0x5a) });
    let found: Buffer | undefined;
    const decoder = new FrameDecoder((frame) => {
      found = Buffer.from(frame.bytes);
    });
    for (let at = 0; at < bytes.length; at += 1_000_000) decoder.push(bytes.subarray(at, at + 1_000_000));
    expect(found?.equals(bytes)).toBe(true);
  });

  test('allocates for what has come, not for what is claimed', () => {
    const before = arrayBufferBytes();
    const decoders = Array.from({ length: 20 }, () => {
      const { decoder } = collector();
      decoder.push(words(33_554_436, 0x20008086, 1, 1, 1, 0, 0));
      return decoder;
    });
    expect(arrayBufferBytes() - before).toBeLessThan(decoders.length * 1024 * 1024);
    for (const decoder of decoders) decoder.push(new Uint8Array(1_500_000));
    expect(arrayBufferBytes() - before).toBeLessThan(decoders.length * 4 * 1024 * 1024);
  });

  test('takes nothing more once it is stopped, within a chunk too', () => {
    const serials: number[] = [];
    const decoder = new FrameDecoder(({ serial }) => {
      serials.push(serial);
      if (serial === 2) decoder.stop();
    });
    decoder.push(joined(...[1, 2, 3].map((serial) => rawFrame({ serial }))));
    decoder.push(rawFrame({ serial: 4 }));
    expect(serials).toEqual([1, 2]);
  });
});
