import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CallList } from '../../../src/rpc/call-list.ts';
import type { PendingCall } from '../../../src/rpc/pending-call.ts';
import { pendingCall } from './pending-call.ts';

function serials(list: CallList): number[] {
  return [...list].map(({ serial }) => serial);
}

describe('CallList', () => {
  test('is empty at first', () => {
    const list = new CallList();
    expect(list.first).toBeUndefined();
    expect(serials(list)).toEqual([]);
  });

  test('keeps the order in which calls came, whichever is taken out', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { freq: 2 }), { maxLength: 60 }), (steps) => {
        const list = new CallList();
        const model: PendingCall<unknown>[] = [];
        for (const [serial, at] of steps.entries()) {
          const [gone] = at === null ? [] : model.splice(at % Math.max(1, model.length), 1);
          if (gone !== undefined) list.remove(gone);
          else {
            const call = pendingCall(serial);
            model.push(call);
            list.push(call);
          }
          expect(list.first).toBe(model[0]);
          expect([...list]).toEqual(model);
        }
      }),
    );
  });

  test('leaves a call that was taken out free for another list, and without a way to its neighbours', () => {
    const list = new CallList();
    const calls = [pendingCall(0), pendingCall(1), pendingCall(2)] as const;
    for (const call of calls) list.push(call);
    list.remove(calls[1]);
    expect([calls[1].before, calls[1].after]).toEqual([undefined, undefined]);
    const other = new CallList();
    other.push(calls[1]);
    expect(serials(other)).toEqual([1]);
    expect(serials(list)).toEqual([0, 2]);
  });

  test('takes a call back in behind the others', () => {
    const list = new CallList();
    const calls = [pendingCall(0), pendingCall(1), pendingCall(2)] as const;
    for (const call of calls) list.push(call);
    list.remove(calls[0]);
    list.push(calls[0]);
    expect(serials(list)).toEqual([1, 2, 0]);
  });

  test('is empty again once it is cleared', () => {
    const list = new CallList();
    list.push(pendingCall(0));
    list.push(pendingCall(1));
    list.clear();
    expect(list.first).toBeUndefined();
    list.push(pendingCall(2));
    expect(serials(list)).toEqual([2]);
  });
});
