import { expect, test } from '@jest/globals';
import type { FrameHeader } from '../../../../src/rpc/frame.ts';
import { ServerStream } from '../../../../src/rpc/server-stream.ts';
import { type Piece, ReadingSink } from '../../../../src/test-driver/stream/reading-sink.ts';

/** A stream on a connection that has room for so many pieces at a time. */
class Reader {
  readonly sent: string[] = [];
  readonly sink: ReadingSink;
  room = 0;

  constructor(pieces: Iterable<Piece>) {
    const wire = {
      sendBytes: (_: FrameHeader, bytes: Uint8Array) => {
        this.sent.push(`${bytes.length} bytes`);
        this.room--;
        return this.room > 0;
      },
      send: ({ type, status }: FrameHeader) => this.sent.push(`${type}/${status}`),
      sendFault: (_: FrameHeader, { message }: { readonly message: string }) => this.sent.push(message),
      forget: () => undefined,
    };
    const iterator = pieces[Symbol.iterator]();
    const stream = new ServerStream(wire, { program: 1, version: 1, procedure: 1, serial: 1 });
    this.sink = new ReadingSink(stream, () => iterator.next().value ?? 'end');
  }

  read(room: number): string[] {
    this.room = room;
    this.sink.ready();
    return this.sent.splice(0);
  }
}

const bytes = (length: number): Piece => ({ bytes: new Uint8Array(length) });

test('pieces go out as there is room, then the end, once', () => {
  const reader = new Reader([bytes(1), bytes(2), { hole: 3n }, bytes(4), 'end']);
  expect(reader.read(1)).toEqual(['1 bytes']);
  expect(reader.read(2)).toEqual(['2 bytes', '6/2', '4 bytes']);
  expect(reader.read(1)).toEqual(['3/2']);
  expect(reader.read(1)).toEqual([]);
  reader.sink.finish();
  expect(reader.read(1)).toEqual(['3/0']);
});

test('who has had enough may finish, and hears nothing more', () => {
  const reader = new Reader([bytes(1), bytes(2)]);
  expect(reader.read(1)).toEqual(['1 bytes']);
  reader.sink.finish();
  expect(reader.read(1)).toEqual(['3/0']);
});

test.each(['data', 'hole'] as const)('%s that somebody sends fails the stream', (kind) => {
  const reader = new Reader([bytes(1), bytes(2)]);
  reader.sink[kind]();
  expect(reader.read(5)).toEqual(['Requested operation is not valid: stream is not open for writing']);
});
