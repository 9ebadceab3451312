import { describe, expect, test } from '@jest/globals';
import { type XdrCodec, XdrError } from '@xdr-ts/runtime';
import { NetMessageStatus, NetMessageType } from '../../../src/generated/net-types.ts';
import { Outbox } from '../../../src/rpc/outbox.ts';
import { arrayBufferBytes } from './array-buffer-bytes.ts';
import { parseFrames } from './raw-frame.ts';

/** As many bytes as the value says. */
const filler: XdrCodec<number> = {
  name: 'filler',
  read: () => 0,
  write: (writer, length) => writer.raw(new Uint8Array(length)),
};

/** Writes 100,000 bytes and then finds that the value does not fit. */
const broken: XdrCodec<void> = {
  name: 'broken',
  read: () => undefined,
  write: (writer) => {
    writer.raw(new Uint8Array(100_000));
    throw writer.error('does not fit');
  },
};

function header(serial: number) {
  const { CALL: type } = NetMessageType;
  return { program: 1, version: 1, procedure: 1, type, serial, status: NetMessageStatus.OK };
}

function box(): { outbox: Outbox; sends: Uint8Array[]; turn: () => Promise<void> } {
  const sends: Uint8Array[] = [];
  return {
    outbox: new Outbox((bytes) => sends.push(bytes)),
    sends,
    turn: () => new Promise((done) => setImmediate(done)),
  };
}

describe('Outbox', () => {
  test('sends what is written in one turn in one piece, in order', async () => {
    const { outbox, sends, turn } = box();
    for (const serial of [1, 2, 3]) {
      outbox.write(header(serial), filler, 8);
      outbox.flushSoon();
    }
    expect(sends).toHaveLength(0);
    await turn();
    expect(sends).toHaveLength(1);
    expect(sends.flatMap(parseFrames).map(({ serial }) => serial)).toEqual([1, 2, 3]);
  });

  test('sends at once from 64 KiB on, and nothing twice', async () => {
    const { outbox, sends, turn } = box();
    outbox.write(header(1), filler, 8);
    outbox.flushSoon();
    outbox.write(header(2), filler, 65_536);
    outbox.flushSoon();
    expect(sends.flatMap(parseFrames).map(({ serial }) => serial)).toEqual([1, 2]);
    outbox.write(header(3), filler, 8);
    outbox.flushSoon();
    await turn();
    expect(sends.flatMap(parseFrames).map(({ serial }) => serial)).toEqual([1, 2, 3]);
  });

  test('keeps nothing of a frame that cannot be written', async () => {
    const { outbox, sends, turn } = box();
    outbox.write(header(1), filler, 8);
    expect(() => outbox.write(header(2), broken, undefined)).toThrow(XdrError);
    outbox.write(header(3), filler, 8);
    outbox.flushSoon();
    await turn();
    expect(sends.flatMap(parseFrames).map(({ serial }) => serial)).toEqual([1, 3]);
  });

  test('gives a frame back and takes it again', async () => {
    const { outbox, sends, turn } = box();
    outbox.write(header(1), filler, 8);
    const second = outbox.takeBack(outbox.write(header(2), filler, 8));
    outbox.write(header(3), filler, 8);
    outbox.putBack(second);
    outbox.flushSoon();
    await turn();
    expect(sends.flatMap(parseFrames).map(({ serial }) => serial)).toEqual([1, 3, 2]);
  });

  test('sends nothing of what it has forgotten', async () => {
    const { outbox, sends, turn } = box();
    outbox.write(header(1), filler, 8);
    outbox.flushSoon();
    outbox.clear();
    await turn();
    expect(sends).toEqual([]);
  });

  test.each([
    ['was sent', (outbox: Outbox) => outbox.write(header(1), filler, 8 * 1024 * 1024)],
    ['was taken out again', (outbox: Outbox) => outbox.takeBack(outbox.write(header(1), filler, 8 * 1024 * 1024))],
  ])('does not keep the memory of a large frame that %s', async (_what, writeLarge) => {
    const { outbox, sends, turn } = box();
    const before = arrayBufferBytes();
    writeLarge(outbox);
    outbox.write(header(2), filler, 8);
    outbox.flushSoon();
    await turn();
    sends.length = 0;
    expect(arrayBufferBytes() - before).toBeLessThan(1024 * 1024);
    outbox.write(header(3), filler, 8);
    outbox.flushSoon();
    await turn();
    expect(sends.flatMap(parseFrames).map(({ serial }) => serial)).toEqual([3]);
  });
});
