import { once } from 'node:events';
import { type ConnectOpts, createServer, Socket, type SocketConstructorOpts } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { ReadBuffer } from '../../../src/transport/read-buffer.ts';

function bufferOf({ onread }: ReadBuffer): Uint8Array {
  if (!(onread.buffer instanceof Uint8Array)) throw new Error('the buffer is made anew for each read');
  return onread.buffer;
}

describe('ReadBuffer', () => {
  test('hands out what has been read, in place and no more than that', () => {
    const readBuffer = new ReadBuffer();
    const buffer = bufferOf(readBuffer);
    expect(buffer).toHaveLength(ReadBuffer.size);
    buffer.set([1, 2, 3, 4]);
    const seen: Uint8Array[] = [];
    readBuffer.onBytes = (bytes) => seen.push(bytes);
    expect(readBuffer.onread.callback(3, buffer)).toBe(true);
    expect(seen).toEqual([Uint8Array.of(1, 2, 3)]);
    expect(seen[0]?.buffer).toBe(buffer.buffer);
    expect(readBuffer.onread.callback(ReadBuffer.size, buffer)).toBe(true);
    expect(seen[1]).toHaveLength(ReadBuffer.size);
  });

  test('lets the bytes go while nobody takes them, and reads on', () => {
    const readBuffer = new ReadBuffer();
    const buffer = bufferOf(readBuffer);
    expect(readBuffer.onread.callback(1, buffer)).toBe(true);
    const seen: number[] = [];
    readBuffer.onBytes = ({ length }) => seen.push(length);
    expect(readBuffer.onread.callback(2, buffer)).toBe(true);
    expect(seen).toEqual([2]);
  });

  test('a socket with one brings every byte in order, from the one piece of memory', async () => {
    const sent = Uint8Array.from({ length: 5 * ReadBuffer.size + 17 }, (_, at) => (at * 7) % 251);
    const server = createServer((peer) => peer.end(sent));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');

    const readBuffer = new ReadBuffer();
    const chunks: Uint8Array[] = [];
    const memory = new Set<ArrayBufferLike>();
    readBuffer.onBytes = (bytes) => {
      memory.add(bytes.buffer);
      chunks.push(bytes.slice());
    };
    const options: SocketConstructorOpts & ConnectOpts = { onread: readBuffer.onread };
    const socket = new Socket(options).connect(address.port, '127.0.0.1');
    try {
      await once(socket, 'close', { signal: AbortSignal.timeout(10_000) });
    } finally {
      server.close();
      socket.destroy();
    }
    expect(Buffer.concat(chunks).equals(sent)).toBe(true);
    expect(chunks.every(({ length }) => length <= ReadBuffer.size)).toBe(true);
    expect([...memory]).toEqual([bufferOf(readBuffer).buffer]);
  });
});
