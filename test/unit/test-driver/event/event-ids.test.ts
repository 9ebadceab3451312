import { expect, test } from '@jest/globals';
import {
  DomainEventID,
  NetworkEventID,
  NodeDeviceEventID,
  SecretEventID,
  StoragePoolEventID,
} from '../../../../src/generated/api-enums.ts';
import { checkEventId } from '../../../../src/test-driver/event/event-ids.ts';
import type { EventFamily } from '../../../../src/test-driver/event/host-event.ts';

const newest = '12.8.0';

/** How many kinds of events of a family a release has. */
function count(family: EventFamily, release: string): number {
  for (let eventID = 0; ; eventID++) {
    try {
      checkEventId(family, eventID, release);
    } catch {
      return eventID;
    }
  }
}

test.each([
  ['domain', DomainEventID],
  ['network', NetworkEventID],
  ['storage pool', StoragePoolEventID],
  ['node device', NodeDeviceEventID],
  ['secret', SecretEventID],
] as const)('the newest release has all kinds of %s events', (family, ids) => {
  expect(count(family, newest)).toBe(Object.keys(ids).length);
});

test('older releases have fewer', () => {
  expect([count('domain', '9.0.0'), count('network', '9.0.0'), count('network', '9.8.0')]).toEqual([27, 1, 2]);
  expect(() => checkEventId('storage pool', -1, newest)).toThrow('unsupported storage pool event ID -1');
  expect(() => checkEventId('domain', 27, '9.0.0')).toThrow('internal error: unsupported event ID 27');
});
