import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { FrameSplitter } from './frame-splitter.ts';
import { decodeRecording, encodeRecording, type RecordedFrame, readRecording } from './recording.ts';

function frame(type: number, body: Uint8Array = Uint8Array.of()): Uint8Array {
  const bytes = Buffer.alloc(28 + body.length);
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeInt32BE(type, 16);
  bytes.set(body, 28);
  return Uint8Array.from(bytes);
}

describe('a recording', () => {
  test('decodes to what was encoded', () => {
    const frames: RecordedFrame[] = [
      { direction: 'to-server', frame: frame(0) },
      { direction: 'to-client', frame: frame(1, Uint8Array.of(1, 2, 3, 4)) },
      { direction: 'to-client', frame: frame(2) },
    ];
    expect(decodeRecording(encodeRecording(frames))).toEqual(frames);
    expect(decodeRecording(encodeRecording([]))).toEqual([]);
  });

  test.each([
    ['no direction', [0x3d, ...frame(0)], 'record 0 at byte 0 starts with 61'],
    ['a cut length word', [0x3e, ...frame(0), 0x3c, 0, 0], 'record 1 at byte 29 ends within its length word'],
    [
      'a cut frame',
      [0x3e, ...frame(0).subarray(0, 20)],
      'record 0 at byte 0 has a frame of 28 bytes, 8 more than there are',
    ],
    ['a frame without a header', [0x3e, 0, 0, 0, 27, ...new Array(23).fill(0)], 'has a frame of 27 bytes'],
    ['an endless frame', [0x3e, 0xff, 0xff, 0xff, 0xff], 'has a frame of 4294967295 bytes'],
  ])('with %s is refused', (_what, bytes, message) => {
    expect(() => decodeRecording(gzipSync(Uint8Array.from(bytes)))).toThrow(message);
  });

  test('that is no gzip names its file', () => {
    expect(() => readRecording('package.json')).toThrow(/^package\.json: .*incorrect header/);
    expect(() => readRecording('no-such-file')).toThrow(/^no-such-file: .*ENOENT/);
  });
});

describe('the frame splitter', () => {
  const descriptors = 3;
  const withDescriptors = frame(5, Uint8Array.of(0, 0, 0, descriptors, 9, 9, 9, 9));
  const stream = Buffer.concat([
    frame(1),
    withDescriptors,
    Buffer.alloc(descriptors),
    frame(3, new Uint8Array(1000).fill(7)),
    frame(4, Uint8Array.of(0, 0, 0, 0)),
    frame(2),
  ]);

  test.each([1, 2, 3, 5, 27, 28, 100, 10_000])('cuts chunks of %d bytes, without the bytes of descriptors', (size) => {
    const lengths: number[] = [];
    const splitter = new FrameSplitter((bytes) => lengths.push(bytes.length));
    for (let offset = 0; offset < stream.length; offset += size) {
      splitter.push(stream.subarray(offset, offset + size));
    }
    expect(lengths).toEqual([28, withDescriptors.length, 1028, 32, 28]);
    expect(splitter.incomplete).toBe(0);
  });

  test('refuses what cannot be a frame', () => {
    const splitter = new FrameSplitter(() => {});
    expect(() => splitter.push(Uint8Array.of(0, 0, 0, 5))).toThrow('a frame of 5 bytes');
  });
});
