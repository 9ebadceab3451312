import { describe, expect, jest, test } from '@jest/globals';
import { watchAbort } from '../../../src/rpc/abort-watch.ts';

describe('watchAbort', () => {
  test('adds one listener for however many watch, and takes it away with the last', () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    const ends = Array.from({ length: 1000 }, () => watchAbort(signal, () => undefined));
    expect(add).toHaveBeenCalledTimes(1);
    for (const end of ends.slice(1)) end();
    expect(remove).not.toHaveBeenCalled();
    ends[0]?.();
    expect(remove).toHaveBeenCalledTimes(1);
    expect(remove.mock.calls[0]?.slice(0, 2)).toEqual(add.mock.calls[0]?.slice(0, 2));
  });

  test('calls each callback once, in the order of the watches', () => {
    const controller = new AbortController();
    const called: number[] = [];
    for (const index of [1, 2, 3]) watchAbort(controller.signal, () => called.push(index));
    controller.abort();
    controller.abort();
    expect(called).toEqual([1, 2, 3]);
  });

  test('does not call a callback whose watch was ended, be it by another callback', () => {
    const controller = new AbortController();
    const called: string[] = [];
    const ends: (() => void)[] = [];
    watchAbort(controller.signal, () => {
      called.push('first');
      for (const end of ends) end();
    });
    ends.push(watchAbort(controller.signal, () => called.push('second')));
    controller.abort();
    expect(called).toEqual(['first']);
  });

  test('watches anew after the last watch has ended, and ending twice does no harm', () => {
    const controller = new AbortController();
    const called: string[] = [];
    const end = watchAbort(controller.signal, () => called.push('ended'));
    end();
    watchAbort(controller.signal, () => called.push('new'));
    end();
    watchAbort(controller.signal, () => called.push('newer'));
    controller.abort();
    expect(called).toEqual(['new', 'newer']);
  });
});
