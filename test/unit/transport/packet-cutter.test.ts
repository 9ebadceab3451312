import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PacketCutter } from '../../../src/transport/packet-cutter.ts';

function packet(payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(payload.length + 4);
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  bytes.set(payload, 4);
  return bytes;
}

/** Cuts the bytes into parts of these lengths, over and over. */
function parts(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const result: Uint8Array[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const end = start + (lengths[turn % lengths.length] ?? 1);
    result.push(bytes.subarray(start, end));
    start = end;
  }
  return result;
}

test('no piece has bytes of two packets, and none is lost, wherever the writes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
      (payloads, lengths) => {
        const packets = payloads.map(packet);
        const all = Buffer.concat(packets);
        const ends = new Set<number>();
        let end = 0;
        for (const each of packets) {
          end += each.length;
          ends.add(end);
        }
        const cutter = new PacketCutter();
        const pieces = parts(all, lengths).flatMap((part) => cutter.cut(part));
        expect(Buffer.concat(pieces)).toEqual(all);
        let at = 0;
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0);
          for (let inside = at + 1; inside < at + piece.length; inside++) expect(ends).not.toContain(inside);
          at += piece.length;
        }
      },
    ),
  );
});

test('what comes whole stays whole', () => {
  const packets = [new Uint8Array(0), new Uint8Array(300), new Uint8Array(7)].map(packet);
  expect(new PacketCutter().cut(Buffer.concat(packets)).map((piece) => piece.length)).toEqual([4, 304, 11]);
});
