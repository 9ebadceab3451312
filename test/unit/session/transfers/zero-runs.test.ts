import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StreamItem } from '../../../../src/session/streams/item-queue.ts';
import { ZeroRuns } from '../../../../src/session/transfers/zero-runs.ts';

const kibibyte = 1024;

function itemsOf(bytes: Uint8Array, pieceBytes: number): StreamItem[] {
  const runs = new ZeroRuns();
  const items: StreamItem[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) items.push(...runs.push(bytes.subarray(at, at + pieceBytes)));
  items.push(...runs.flush());
  return items;
}

/** Each item as the length of its bytes, or that of a hole as a bigint. */
function shapeOf(items: readonly StreamItem[]): (number | bigint)[] {
  return items.map((item) => (item instanceof Uint8Array ? item.length : item.hole));
}

function joined(items: readonly StreamItem[]): Buffer {
  return Buffer.concat(items.map((item) => (item instanceof Uint8Array ? item : Buffer.alloc(Number(item.hole)))));
}

test('a long run of zeros is a hole, also where pieces are cut, and a short one is bytes', () => {
  const bytes = Buffer.alloc(512 * kibibyte);
  bytes.fill('x', 0, 10);
  bytes.fill('x', 40 * kibibyte, 41 * kibibyte);
  bytes.fill('x', 200 * kibibyte, 201 * kibibyte);
  const whole = [44 * kibibyte, 156n * 1024n, 4 * kibibyte, 308n * 1024n];
  expect(shapeOf(itemsOf(bytes, bytes.length))).toEqual(whole);
  // In pieces the bytes may be cut, but not the holes.
  const holes = shapeOf(itemsOf(bytes, 60 * kibibyte)).filter((length) => typeof length === 'bigint');
  expect(holes).toEqual([156n * 1024n, 308n * 1024n]);
});

test('nothing but zeros is one hole, and nothing at all is nothing', () => {
  expect(shapeOf(itemsOf(Buffer.alloc(1000 * kibibyte + 7), 63 * 4096))).toEqual([1_024_007n]);
  expect(shapeOf(itemsOf(Buffer.alloc(7), 63 * 4096))).toEqual([7]);
  expect(itemsOf(Buffer.alloc(0), 4096)).toEqual([]);
});

test('holes of any length are told of from time to time', () => {
  const runs = new ZeroRuns();
  const piece = Buffer.alloc(16 * 1024 * kibibyte);
  let told = 0n;
  for (let count = 0; count < 130; count++) {
    for (const item of runs.push(piece)) told += item instanceof Uint8Array ? 0n : item.hole;
  }
  expect(told).toBe(2n * 1024n ** 3n);
});

test('whatever the file and the pieces, the bytes are the same', () => {
  const extents = fc.array(fc.tuple(fc.boolean(), fc.nat(150 * kibibyte)), { maxLength: 8 });
  fc.assert(
    fc.property(extents, fc.integer({ min: 1, max: 60 }), (parts, blocks) => {
      const bytes = Buffer.concat(parts.map(([isHole, length]) => Buffer.alloc(length, isHole ? 0 : 1)));
      expect(joined(itemsOf(bytes, blocks * 4096)).equals(bytes)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
