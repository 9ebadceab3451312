import { expect, test } from '@jest/globals';
import { SerialNumbers } from '../../../src/rpc/serial-numbers.ts';

const nobody = (): boolean => false;

test('counts from the first number', () => {
  const serials = new SerialNumbers(7);
  expect([serials.take(nobody), serials.take(nobody), serials.take(nobody)]).toEqual([7, 8, 9]);
});

test('goes on at 0 behind 2^32 - 1', () => {
  const serials = new SerialNumbers(0xfffffffe);
  expect([serials.take(nobody), serials.take(nobody), serials.take(nobody)]).toEqual([0xfffffffe, 0xffffffff, 0]);
});

test('leaves out numbers in use, over the wrap too', () => {
  const inUse = new Set([0xffffffff, 0, 1, 3]);
  const serials = new SerialNumbers(0xffffffff);
  expect([serials.take((serial) => inUse.has(serial)), serials.take((serial) => inUse.has(serial))]).toEqual([2, 4]);
});
