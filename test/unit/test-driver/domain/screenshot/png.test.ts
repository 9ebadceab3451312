import { inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { pngOf } from '../../../../../src/test-driver/domain/screenshot/png.ts';

/** The parts of a PNG file by their types. */
function chunks(file: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    found.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return found;
}

test('a picture is a PNG file of one bit for each point', () => {
  const file = Buffer.from(pngOf({ width: 10, height: 3, isWhite: (x, y) => x === y || x === 9 }));
  expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const parts = chunks(file);
  expect([...parts.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  expect(parts.get('IHDR')).toEqual(Buffer.from([0, 0, 0, 10, 0, 0, 0, 3, 1, 0, 0, 0, 0]));
  // Inflating checks the sum of the data; each row begins with the number of its filter.
  const rows = inflateSync(parts.get('IDAT') ?? Buffer.alloc(0));
  expect([...rows]).toEqual([0, 0x80, 0x40, 0, 0x40, 0x40, 0, 0x20, 0x40]);
  // The sum of a part without content is the same in every file.
  expect(file.subarray(-4).toString('hex')).toBe('ae426082');
});
