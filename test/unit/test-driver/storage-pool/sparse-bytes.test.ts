import { expect, test } from '@jest/globals';
import { SparseBytes } from '../../../../src/test-driver/storage-pool/sparse-bytes.ts';

const block = 64 * 1024;
const filled = (length: number, value = 1): Uint8Array => new Uint8Array(length).fill(value);

/** All stretches up to an end, as pairs. */
function extents(bytes: SparseBytes, end: bigint): [isHole: boolean, length: bigint][] {
  const all: [boolean, bigint][] = [];
  for (let at = 0n; at < end; ) {
    const { isHole, length } = bytes.extentAt(at, end);
    all.push([isHole, length]);
    at += length;
  }
  return all;
}

test('what was written is read, across blocks and far away', () => {
  const bytes = new SparseBytes();
  const far = 2n ** 62n - 3n;
  bytes.write(far, filled(3 * block));
  expect(bytes.read(far - 1n, 3 * block + 2)).toEqual(new Uint8Array([0, ...filled(3 * block), 0]));
  expect(bytes.read(0n, 5)).toEqual(new Uint8Array(5));
  expect(bytes.kept).toBe(BigInt(4 * block));
});

test('holes and bytes alternate', () => {
  const bytes = new SparseBytes();
  expect(extents(bytes, 10n)).toEqual([[true, 10n]]);
  bytes.write(BigInt(2 * block), filled(2 * block));
  bytes.write(BigInt(7 * block), filled(1));
  const size = BigInt(block);
  expect(extents(bytes, 100n * size)).toEqual([
    [true, 2n * size],
    [false, 2n * size],
    [true, 3n * size],
    [false, size],
    [true, 92n * size],
  ]);
  expect(extents(bytes, 7n * size + 5n).at(-1)).toEqual([false, 5n]);
});

test('what is cleared is zero, and whole blocks of it take no room', () => {
  const bytes = new SparseBytes();
  bytes.write(0n, filled(4 * block));
  bytes.clear(10n, BigInt(2 * block));
  expect(bytes.kept).toBe(BigInt(3 * block));
  const read = bytes.read(0n, 4 * block);
  expect([read.indexOf(0), read.lastIndexOf(0)]).toEqual([10, 2 * block + 9]);
  bytes.clear(0n, 2n ** 63n);
  expect(bytes.kept).toBe(0n);
});

test('a copy goes its own way', () => {
  const bytes = new SparseBytes();
  bytes.write(0n, filled(2));
  const copy = bytes.copy();
  bytes.write(0n, filled(1, 9));
  copy.write(1n, filled(1, 5));
  expect([...bytes.read(0n, 2), ...copy.read(0n, 2)]).toEqual([9, 1, 1, 5]);
});
