import { describe, expect, test } from '@jest/globals';
import { namedIoThread } from '../../../../../src/test-driver/domain/definition/iothreads.ts';
import { copyDefinition } from '../../../../../src/test-driver/domain/definition/parse-domain.ts';
import { defined, written } from './defined.ts';

describe('threads for input and output', () => {
  test('are counted, and named where somebody has named one', () => {
    expect(written(defined('<iothreads>2</iothreads>'), 'iothreads', 'iothreadids')).toBe('<iothreads>2</iothreads>');
    const named = defined("<iothreads>3</iothreads><iothreadids><iothread id='2'/></iothreadids>");
    expect(named.ioThreads.map(({ id }) => id)).toEqual([2, 1, 3]);
    expect(written(named, 'iothreads', 'iothreadids')).toBe(
      "<iothreads>3</iothreads><iothreadids><iothread id='2'/><iothread id='1'/><iothread id='3'/></iothreadids>",
    );
    expect(copyDefinition(named).ioThreads.map(({ id }) => id)).toEqual([2, 1, 3]);
  });

  test('come and go', () => {
    const one = defined('').withIoThreads([namedIoThread(7)]);
    expect(written(one, 'iothreadids')).toBe("<iothreadids><iothread id='7'/></iothreadids>");
    expect(one.withIoThreads([]).format({ secure: true })).not.toContain('iothread');
  });

  test.each([
    ['<iothreads>x</iothreads>', "invalid iothreads count 'x'"],
    ['<iothreads>999999999</iothreads>', 'invalid iothreads count'],
    ['<iothreadids><iothread/></iothreadids>', "Missing required attribute 'id'"],
    ["<iothreadids><iothread id='0'/></iothreadids>", 'Zero is not permitted'],
    ["<iothreadids><iothread id='1'/><iothread id='1'/></iothreadids>", "duplicate iothread id '1'"],
    ["<iothreadids><iothread id='1' thread_pool_min='-1'/></iothreadids>", 'Expected non-negative value'],
    ["<iothreadids><iothread id='1' thread_pool_min='1'/></iothreadids>", 'thread_pool_min must be smaller or equal'],
    ["<iothreadids><iothread id='1' thread_pool_max='0'/></iothreadids>", 'thread_pool_max must be a positive'],
  ])('%s is refused', (document, complaint) => {
    expect(() => defined(document)).toThrow(complaint);
  });
});
