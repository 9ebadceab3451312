import { expect, test } from '@jest/globals';
import { formatPerfEvents, readPerfEvents } from '../../../../../src/test-driver/domain/definition/perf-events.ts';
import { defined, written } from './defined.ts';

test('events are written in libvirt’s order, and not where nothing is said of any', () => {
  const events = "<event name='mbml' enabled='no'/><event name='cmt' enabled='yes'/>";
  const definition = defined(`<perf>${events}</perf>`);
  expect(written(definition, 'perf')).toBe(
    "<perf><event name='cmt' enabled='yes'/><event name='mbml' enabled='no'/></perf>",
  );
  expect([...readPerfEvents(definition.part('perf'))]).toEqual([
    ['cmt', true],
    ['mbml', false],
  ]);
  expect(formatPerfEvents(new Map())).toBeUndefined();
});

test.each([
  ["<event enabled='yes'/>", "Missing required attribute 'name'"],
  ["<event name='cmt'/>", "Missing required attribute 'enabled'"],
  ["<event name='x' enabled='yes'/>", "attribute 'name' in element 'event': 'x'"],
  ["<event name='cmt' enabled='on'/>", "attribute 'enabled' in element 'event': 'on'"],
  ["<event name='cmt' enabled='no'/><event name='cmt' enabled='no'/>", "perf event 'cmt' was already specified"],
])('%s is refused', (event, complaint) => {
  expect(() => defined(`<perf>${event}</perf>`)).toThrow(complaint);
});
