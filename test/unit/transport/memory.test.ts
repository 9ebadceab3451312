import { describe, expect, test } from '@jest/globals';
import { memoryPipe } from '../../../src/transport/memory.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { Recorder } from './recorder.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Pipe {
  readonly left: Transport;
  readonly right: Transport;
  readonly atLeft: Recorder;
  readonly atRight: Recorder;
}

function openPipe(): Pipe {
  const [left, right] = memoryPipe('test');
  const [atLeft, atRight] = [new Recorder(), new Recorder()];
  left.open(atLeft);
  right.open(atRight);
  return { left, right, atLeft, atRight };
}

describe('a pipe in memory', () => {
  test('brings bytes both ways, in order, and not while write runs', async () => {
    const { left, right, atLeft, atRight } = openPipe();
    for (const text of ['one ', 'two ', 'three']) left.write(bytes(text));
    right.write(bytes('back'));
    expect([atLeft.text, atRight.text]).toEqual(['', '']);
    await turn();
    expect([atLeft.text, atRight.text]).toEqual(['back', 'one two three']);
  });

  test('keeps what was written before the other end was opened', async () => {
    const [left, right] = memoryPipe();
    left.open(new Recorder());
    left.write(bytes('early'));
    await turn();
    const atRight = new Recorder();
    right.open(atRight);
    await turn();
    expect(atRight.text).toBe('early');
  });

  test('says what it is, and that nobody can listen', () => {
    const [left, right] = memoryPipe('test:///default');
    expect([left.description, right.description]).toEqual(['test:///default', 'test:///default']);
    expect([left.secure, right.secure]).toEqual([true, true]);
  });

  test('asks the writer to wait, and tells it once there is room again', async () => {
    const { left, right, atLeft, atRight } = openPipe();
    right.pause();
    expect(left.write(new Uint8Array(60_000))).toBe(true);
    expect(left.write(new Uint8Array(60_000))).toBe(false);
    await turn();
    expect([atRight.length, atLeft.drains]).toEqual([0, 0]);
    right.resume();
    await turn();
    expect([atRight.length, atLeft.drains]).toEqual([120_000, 1]);
    expect(left.write(new Uint8Array(1))).toBe(true);
    await turn();
    expect(atLeft.drains).toBe(1);
  });

  test('stops in the middle when it is paused by the reader', async () => {
    const { left, right, atRight } = openPipe();
    const stopAt = (count: number): Promise<void> =>
      atRight.until(({ chunks }) => {
        if (chunks.length !== count) return false;
        right.pause();
        return true;
      });
    const two = stopAt(2);
    for (const text of ['one ', 'two ', 'three']) left.write(bytes(text));
    await two;
    await turn();
    expect(atRight.text).toBe('one two ');
    right.resume();
    await turn();
    expect(atRight.text).toBe('one two three');
  });

  test.each(['close', 'destroy'] as const)('brings what was written before %s, then the end, once', async (how) => {
    const { left, atLeft, atRight } = openPipe();
    left.write(bytes('last words'));
    left[how]();
    await turn();
    expect(atRight.text).toBe('last words');
    expect(atRight.ends).toEqual([undefined]);
    expect(atLeft.ends).toEqual([]);
  });

  test('brings the end behind the last bytes when the reader is paused', async () => {
    const { left, right, atRight } = openPipe();
    right.pause();
    left.write(bytes('last words'));
    left.close();
    await turn();
    expect([atRight.text, atRight.ends.length]).toEqual(['', 0]);
    right.resume();
    await turn();
    expect([atRight.text, atRight.ends.length]).toEqual(['last words', 1]);
  });

  test('does not bring the end alone to a paused reader either', async () => {
    const { left, right, atRight } = openPipe();
    right.pause();
    left.close();
    await turn();
    expect(atRight.ends).toEqual([]);
    right.resume();
    await turn();
    expect(atRight.ends).toEqual([undefined]);
  });

  test('brings the end to an end that is opened after it', async () => {
    const [left, right] = memoryPipe();
    left.write(bytes('last words'));
    left.close();
    const atRight = new Recorder();
    right.open(atRight);
    expect(await atRight.ended()).toBeUndefined();
    expect(atRight.text).toBe('last words');
  });

  test('brings nothing to the side that has closed', async () => {
    const { left, right, atLeft } = openPipe();
    right.write(bytes('too late'));
    left.close();
    await turn();
    expect([atLeft.text, atLeft.ends.length]).toEqual(['', 0]);
  });

  test('takes no bytes once either side has closed', async () => {
    const { left, right, atLeft, atRight } = openPipe();
    left.close();
    expect(left.write(bytes('x'))).toBe(false);
    expect(right.write(bytes('x'))).toBe(false);
    await turn();
    expect([atLeft.text, atRight.text]).toEqual(['', '']);
  });

  test('may be closed by both sides, and twice', async () => {
    const { left, right, atLeft, atRight } = openPipe();
    left.close();
    right.close();
    left.close();
    right.destroy();
    await turn();
    expect([atLeft.ends, atRight.ends]).toEqual([[], []]);
  });

  test('may be closed from within data, and brings nothing more then', async () => {
    const { left, right, atRight } = openPipe();
    const first = atRight.until(({ chunks }) => {
      if (chunks.length === 0) return false;
      right.close();
      return true;
    });
    left.write(bytes('one'));
    left.write(bytes('two'));
    await first;
    await turn();
    expect(atRight.text).toBe('one');
  });
});
