import type { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import type { Transport } from '../../../src/transport/transport.ts';
import type { Recorder } from './recorder.ts';

/** A transport that is open, the server's end of it, and what it has told. */
export interface OpenedTransport<Peer extends Socket = Socket> {
  readonly transport: Transport;
  readonly socket: Peer;
  readonly recorder: Recorder;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What the server's end receives next, at least so many bytes. */
export function received(socket: Socket, length: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.length >= length) resolve(text);
    });
    socket.resume();
  });
}

/** What holds for every transport over a socket; the server's end lets its own half open. */
export function testTransport(open: () => Promise<OpenedTransport>): void {
  test('brings bytes both ways', async () => {
    const { transport, socket, recorder } = await open();
    transport.write(bytes('to the '));
    transport.write(bytes('server'));
    expect(await received(socket, 13)).toBe('to the server');
    socket.write('to the client');
    await recorder.until(({ length }) => length === 13);
    expect(recorder.text).toBe('to the client');
    transport.destroy();
  });

  test('hands over plain bytes, not Buffers', async () => {
    const { transport, socket, recorder } = await open();
    const kinds: unknown[] = [];
    recorder.data = (chunk) => {
      kinds.push(Object.getPrototypeOf(chunk));
      recorder.end(undefined);
    };
    socket.write('x');
    await recorder.ended();
    expect(kinds).toEqual([Uint8Array.prototype]);
    transport.destroy();
  });

  test('tells the end when the peer has closed, behind the last bytes', async () => {
    const { socket, recorder } = await open();
    socket.end('last words');
    expect(await recorder.ended()).toBeUndefined();
    expect(recorder.text).toBe('last words');
    await turn();
    expect(recorder.ends).toHaveLength(1);
  });

  test('asks the writer to wait, and tells it when to go on', async () => {
    const { transport, socket, recorder } = await open();
    socket.pause();
    const chunk = new Uint8Array(256 * 1024).fill(0x78);
    let written = 0;
    let more = true;
    while (more && written < 64 * 1024 * 1024) {
      more = transport.write(chunk);
      written += chunk.length;
      // The first of it goes straight to the kernel; only what that does not take makes the writer wait.
      if (more) await turn();
    }
    expect(more).toBe(false);
    expect(recorder.drains).toBe(0);
    const all = received(socket, written);
    await recorder.until(({ drains }) => drains === 1);
    expect((await all).length).toBe(written);
    transport.destroy();
  });

  test('sends what was written before close, and is not told of the end', async () => {
    const { transport, socket, recorder } = await open();
    const length = 5_000_000;
    transport.write(new Uint8Array(length).fill(0x78));
    transport.close();
    const text = received(socket, length);
    const ended = new Promise((resolve) => socket.once('end', resolve));
    expect((await text).length).toBe(length);
    await ended;
    socket.end('an answer that nobody wants');
    await new Promise((resolve) => socket.once('close', resolve));
    expect([recorder.text, recorder.ends.length]).toEqual(['', 0]);
  });

  test('is gone at once after destroy, and is not told of the end', async () => {
    const { transport, socket, recorder } = await open();
    transport.destroy();
    transport.destroy();
    transport.close();
    socket.resume();
    await new Promise((resolve) => socket.once('end', resolve));
    expect(recorder.ends).toEqual([]);
  });

  test('takes bytes after its end without a fuss', async () => {
    const { transport, socket, recorder } = await open();
    socket.destroy();
    await recorder.ended();
    expect(transport.write(bytes('x'))).toBe(false);
    await turn();
    expect(recorder.ends).toHaveLength(1);
  });

  test('may be destroyed from within data', async () => {
    const { transport, socket, recorder } = await open();
    const first = recorder.until(({ chunks }) => {
      if (chunks.length === 0) return false;
      transport.destroy();
      return true;
    });
    socket.write(new Uint8Array(1_000_000));
    await first;
    await turn();
    await turn();
    expect([recorder.chunks.length, recorder.ends.length]).toEqual([1, 0]);
  });
}
