import { expect, test } from '@jest/globals';
import { refuseDuplicate, refuseRunning } from '../../../src/test-driver/refuse-duplicate.ts';
import { UuidList } from '../../../src/test-driver/uuid-list.ts';

const kind = { what: 'network', domain: 19 };

test('neither a name nor a uuid is anybody else’s', () => {
  const list = new UuidList<{ name: string; uuid: string; isActive: boolean }>();
  const known = { name: 'a', uuid: '1', isActive: true };
  list.add(known);
  expect(list.byUuid('1')).toBe(known);
  expect(refuseDuplicate(list, { name: 'a', uuid: '1' }, kind)).toBe(known);
  expect(refuseDuplicate(list, { name: 'b', uuid: '2' }, kind)).toBeUndefined();
  expect(() => refuseDuplicate(list, { name: 'b', uuid: '1' }, kind)).toThrow("network 'a' is already defined");
  expect(() => refuseDuplicate(list, { name: 'a', uuid: '2' }, kind)).toThrow("network 'a' already exists");
  expect(() => refuseRunning(list, known, kind)).toThrow("network is already active as 'a'");
});
