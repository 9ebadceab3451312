import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CallTable } from '../../../src/rpc/call-table.ts';
import type { PendingCall } from '../../../src/rpc/pending-call.ts';
import { SerialNumbers } from '../../../src/rpc/serial-numbers.ts';
import { pendingCall } from './pending-call.ts';

/** How many places the ring has at least: numbers this far apart share one in it. */
const fewestPlaces = 32;
const highest = 0xffffffff;

/** Calls with the numbers from `first` on, all in flight. */
function filled(table: CallTable, first: number, count: number): PendingCall<unknown>[] {
  return Array.from({ length: count }, (_, at) => {
    const call = pendingCall((first + at) >>> 0);
    table.add(call);
    return call;
  });
}

describe('CallTable', () => {
  test('is a map of the calls in flight, however many come and go around the wrap of serial numbers', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant('come' as const) },
      { weight: 2, arbitrary: fc.record({ leaves: fc.nat() }) },
      // Old calls that stay are what makes numbers be passed over.
      { weight: 1, arbitrary: fc.constant('all but the oldest leave' as const) },
    );
    const first = fc.oneof(fc.nat(), fc.integer({ min: highest - 200, max: highest }));
    fc.assert(
      fc.property(first, fc.array(step, { maxLength: 300 }), (firstSerial, steps) => {
        const table = new CallTable();
        const serials = new SerialNumbers(firstSerial);
        const model = new Map<number, PendingCall<unknown>>();
        const leave = (call: PendingCall<unknown> | undefined): void => {
          if (call === undefined) return;
          table.remove(call);
          model.delete(call.serial);
          expect(table.get(call.serial)).toBeUndefined();
          expect(table.isFree(call.serial)).toBe(true);
        };
        for (const each of steps) {
          if (each === 'come') {
            const call = pendingCall(serials.take((serial) => !table.isFree(serial)));
            expect(model.has(call.serial)).toBe(false);
            table.add(call);
            model.set(call.serial, call);
          } else if (typeof each === 'object') leave([...model.values()][each.leaves % Math.max(1, model.size)]);
          else for (const call of [...model.values()].slice(1)) leave(call);
          expect(table.isEmpty).toBe(model.size === 0);
          for (const [serial, call] of model) {
            expect(table.get(serial)).toBe(call);
            expect(table.isFree(serial)).toBe(false);
          }
        }
      }),
    );
  });

  test('takes a number for free when its place is, as long as no other call has it', () => {
    fc.assert(
      fc.property(fc.nat({ max: highest }), fc.integer({ min: 1, max: 1000 }), (serial, turns) => {
        const table = new CallTable();
        const old = pendingCall(serial);
        table.add(old);
        const later = (serial + turns * fewestPlaces) >>> 0;
        expect(table.isFree(later)).toBe(false);
        expect(table.get(later)).toBeUndefined();
        table.remove(old);
        expect(table.isFree(later)).toBe(true);
      }),
    );
  });

  test('does not take one call for another whose number has the same place', () => {
    const table = new CallTable();
    table.add(pendingCall(5));
    for (let serial = 0; serial < 4096; serial++) if (serial !== 5) expect(table.get(serial)).toBeUndefined();
    expect(table.get(5)?.serial).toBe(5);
  });

  test('passes over no number while the calls are as old as one another', () => {
    const table = new CallTable();
    for (let serial = 0; serial < 1000; serial++) {
      expect(table.isFree(serial)).toBe(true);
      table.add(pendingCall(serial));
    }
    for (let serial = 0; serial < 1000; serial++) expect(table.get(serial)?.serial).toBe(serial);
  });

  test('has twice the places once more than half are taken, and all calls in them', () => {
    const table = new CallTable();
    filled(table, 0, fewestPlaces / 2);
    expect(table.isFree(fewestPlaces)).toBe(false);
    table.add(pendingCall(fewestPlaces / 2));
    expect(table.isFree(fewestPlaces)).toBe(true);
    expect(table.isFree(2 * fewestPlaces)).toBe(false);
    for (let serial = 0; serial <= fewestPlaces / 2; serial++) expect(table.get(serial)?.serial).toBe(serial);
  });

  test('keeps calls on both sides of the wrap apart while it doubles', () => {
    const table = new CallTable();
    const calls = filled(table, highest - 99, 200);
    expect(calls.at(-1)?.serial).toBe(99);
    for (const call of calls) expect(table.get(call.serial)).toBe(call);
  });

  test('gives up the places of a busy hour when the last call has gone, and not before', () => {
    const table = new CallTable();
    const calls = filled(table, 0, 1000);
    const [last, ...others] = calls;
    for (const call of others) table.remove(call);
    expect(table.get(0)).toBe(last);
    expect(table.isFree(fewestPlaces)).toBe(true);
    if (last !== undefined) table.remove(last);
    table.add(pendingCall(0));
    expect(table.isFree(fewestPlaces)).toBe(false);
  });

  test('is empty again, and small, once it is cleared', () => {
    const table = new CallTable();
    filled(table, 0, 100);
    table.clear();
    expect(table.isEmpty).toBe(true);
    expect(table.get(7)).toBeUndefined();
    table.add(pendingCall(7));
    expect(table.get(7)?.serial).toBe(7);
    expect(table.isFree(7 + fewestPlaces)).toBe(false);
  });
});
