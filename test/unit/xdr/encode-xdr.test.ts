import { describe, expect, test } from '@jest/globals';
import { encodeXdr, readOpaque, writeOpaque, type XdrCodec, XdrError } from '@xdr-ts/runtime';
import { hex } from './hex.ts';

const word: XdrCodec<number> = { name: 'word', read: (reader) => reader.uint(), write: (writer, v) => writer.uint(v) };
const bytes: XdrCodec<Uint8Array> = {
  name: 'bytes',
  read: (reader) => readOpaque(reader, 1_000_000),
  write: (writer, value) => writeOpaque(writer, value, 1_000_000),
};

describe('encodeXdr', () => {
  test('gives bytes that the next encoding leaves as they are', () => {
    const first = encodeXdr(word, 1);
    const second = encodeXdr(word, 2);
    expect([first, second]).toEqual([hex('00000001'), hex('00000002')]);
  });

  test('keeps apart what a value encodes while it is encoded itself', () => {
    const nesting: XdrCodec<number> = {
      ...word,
      write: (writer, value) => {
        writer.uint(value);
        if (value > 0) writer.raw(encodeXdr(nesting, value - 1));
      },
    };
    expect(encodeXdr(nesting, 2)).toEqual(hex('00000002 00000001 00000000'));
  });

  test('is none the worse for a value that was refused half way', () => {
    const broken: XdrCodec<number> = {
      ...word,
      write: (writer, value) => {
        writer.uint(value);
        throw writer.error('no more');
      },
    };
    expect(() => encodeXdr(broken, 1)).toThrow(XdrError);
    expect(encodeXdr(word, 2)).toEqual(hex('00000002'));
  });

  test('pads with zeros where longer bytes stood before', () => {
    encodeXdr(bytes, new Uint8Array(200_000).fill(0xff));
    encodeXdr(bytes, new Uint8Array(8).fill(0xff));
    expect(encodeXdr(bytes, Uint8Array.of(1))).toEqual(hex('00000001 01000000'));
  });
});
