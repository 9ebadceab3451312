import { expect, test } from '@jest/globals';
import { ItemQueue, type StreamItem } from '../../../../src/session/streams/item-queue.ts';

test('what is put in comes out in order, and its cost is that of what is in it', () => {
  const queue = new ItemQueue();
  expect([queue.isEmpty, queue.cost, queue.shift()]).toEqual([true, 0, undefined]);
  const bytes = new Uint8Array(1000);
  queue.push(bytes);
  queue.push({ hole: 5n });
  expect(queue.cost).toBe(1064);
  expect(queue.shift()).toBe(bytes);
  expect(queue.cost).toBe(64);
  queue.unshift(bytes);
  expect([queue.cost, queue.isEmpty]).toEqual([1064, false]);
  expect([queue.shift(), queue.shift(), queue.shift()]).toEqual([bytes, { hole: 5n }, undefined]);
  expect([queue.isEmpty, queue.cost]).toEqual([true, 0]);
});

test('many thousands go through it, as it grows and shrinks', () => {
  const queue = new ItemQueue();
  const out: (StreamItem | undefined)[] = [];
  let next = 1n;
  for (let round = 0; round < 50; round++) {
    for (let count = 0; count < 300; count++) queue.push({ hole: next++ });
    for (let count = 0; count < 250; count++) out.push(queue.shift());
    const again = queue.shift();
    if (again !== undefined) queue.unshift(again);
  }
  while (!queue.isEmpty) out.push(queue.shift());
  expect(out).toEqual(Array.from({ length: 15_000 }, (_, at) => ({ hole: BigInt(at + 1) })));
  expect(queue.cost).toBe(0);
});

test('what is cleared is gone', () => {
  const queue = new ItemQueue();
  queue.push(new Uint8Array(10));
  queue.push({ hole: 1n });
  queue.clear();
  expect([queue.isEmpty, queue.cost, queue.shift()]).toEqual([true, 0, undefined]);
});
