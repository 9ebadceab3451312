import { expect, test } from '@jest/globals';
import type { FrameHeader } from '../../../../src/rpc/frame.ts';
import { ServerStream } from '../../../../src/rpc/server-stream.ts';
import { SparseBytes } from '../../../../src/test-driver/storage-pool/sparse-bytes.ts';
import { UploadSink } from '../../../../src/test-driver/storage-pool/upload-sink.ts';

const block = 64 * 1024;
const full = 'cannot write to stream: No space left on device';

/** An upload to bytes 10 to 20, as far as `mostKept` lets it go. */
function upload(mostKept: bigint): { sink: UploadSink; bytes: SparseBytes; told: unknown[] } {
  const told: unknown[] = [];
  const wire = {
    sendBytes: () => true,
    send: ({ type, status }: FrameHeader) => told.push(`${type}/${status}`),
    sendFault: (_: FrameHeader, { message }: { readonly message: string }) => told.push(message),
    forget: () => undefined,
  };
  const stream = new ServerStream(wire, { program: 1, version: 1, procedure: 1, serial: 1 });
  const bytes = new SparseBytes();
  const place = { bytes, offset: 10n, end: 20n, mostKept };
  return { sink: new UploadSink(stream, place, (position) => told.push(position)), bytes, told };
}

test('bytes and holes follow each other, and the end is told where it is', () => {
  const { sink, bytes, told } = upload(BigInt(block));
  bytes.write(0n, new Uint8Array(30).fill(9));
  sink.data(Uint8Array.of(1, 2));
  sink.hole(3n);
  sink.data(Uint8Array.of(3));
  sink.finish();
  expect([...bytes.read(9n, 8)]).toEqual([9, 1, 2, 0, 0, 0, 3, 9]);
  expect(told).toEqual([16n, '3/0']);
});

test.each([
  ['bytes', (sink: UploadSink) => sink.data(new Uint8Array(6).fill(1))],
  ['a hole', (sink: UploadSink) => sink.hole(2n ** 60n)],
])('of %s that do not fit, those are taken that do', (_, send) => {
  const { sink, bytes, told } = upload(BigInt(block));
  sink.data(new Uint8Array(6).fill(1));
  send(sink);
  expect(told).toEqual([full]);
  expect(bytes.read(20n, 10)).toEqual(new Uint8Array(10));
  expect(bytes.read(15n, 1)).toEqual(Uint8Array.of(1));
});

test('a volume keeps no more than it may', () => {
  const { sink, told } = upload(BigInt(block - 1));
  sink.data(Uint8Array.of(1));
  expect(told).toEqual([full]);
});
