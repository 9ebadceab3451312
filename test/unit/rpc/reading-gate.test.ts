import { beforeEach, expect, test } from '@jest/globals';
import { ReadingGate } from '../../../src/rpc/reading-gate.ts';

let steps: string[];
let gate: ReadingGate;
const [one, two] = [{}, {}];

beforeEach(() => {
  steps = [];
  gate = new ReadingGate(
    () => steps.push('pause'),
    () => steps.push('resume'),
  );
});

test('reading stops when a stream is full, and goes on when it has room', () => {
  gate.full(one);
  gate.full(one);
  expect(steps).toEqual(['pause']);
  gate.roomy(one);
  gate.roomy(one);
  expect(steps).toEqual(['pause', 'resume']);
});

test('it goes on only when no stream is full', () => {
  gate.full(one);
  gate.full(two);
  gate.roomy(one);
  expect(steps).toEqual(['pause']);
  gate.roomy(two);
  expect(steps).toEqual(['pause', 'resume']);
});

test('a call that waits for its reply keeps it going', () => {
  gate.callsPending = true;
  gate.full(one);
  expect(steps).toEqual([]);
  gate.callsPending = false;
  expect(steps).toEqual(['pause']);
  gate.callsPending = true;
  expect(steps).toEqual(['pause', 'resume']);
  gate.roomy(one);
  gate.callsPending = false;
  expect(steps).toEqual(['pause', 'resume']);
});

test('so does a stream that waits for its end, though another is full', () => {
  gate.full(one);
  gate.full(two);
  gate.ending(one);
  expect(steps).toEqual(['pause', 'resume']);
  gate.ended(one);
  expect(steps).toEqual(['pause', 'resume', 'pause']);
  gate.ended(two);
  expect(steps).toEqual(['pause', 'resume', 'pause', 'resume']);
});

test('a stream that ends while it is full holds nothing up', () => {
  gate.full(one);
  gate.ended(one);
  gate.ended(one);
  expect(steps).toEqual(['pause', 'resume']);
});
