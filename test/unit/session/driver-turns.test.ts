import { describe, expect, test } from '@jest/globals';
import {
  connectListAllDomains,
  connectListAllNetworks,
  connectListAllStoragePools,
  connectNetworkEventRegisterAny,
  networkLookupByName,
  storageVolLookupByKey,
} from '../../../src/generated/remote-procedures.ts';
import { procedures } from '../../../src/protocol/registry.ts';
import { DriverTurns } from '../../../src/session/driver-turns.ts';

describe('the first call for a driver', () => {
  test('goes alone, and those that have waited go together', async () => {
    const turns = new DriverTurns();
    let end!: () => void;
    expect(turns.before(networkLookupByName)).toBeUndefined();
    turns.goes(networkLookupByName, new Promise<void>((resolve) => (end = resolve)));
    const waits = [connectListAllNetworks, connectNetworkEventRegisterAny].map((each) => turns.before(each));
    expect(waits.every((wait) => wait !== undefined)).toBe(true);
    end();
    await Promise.all(waits);
    expect(turns.before(networkLookupByName)).toBeUndefined();
    turns.goes(networkLookupByName, new Promise(() => undefined));
    expect(turns.before(connectListAllNetworks)).toBeUndefined();
  });

  test('holds up none for other drivers', () => {
    const turns = new DriverTurns();
    turns.goes(networkLookupByName, new Promise(() => undefined));
    turns.goes(connectListAllDomains, new Promise(() => undefined));
    expect(turns.before(connectListAllStoragePools)).toBeUndefined();
    expect(turns.before(connectListAllDomains)).toBeUndefined();
    turns.goes(connectListAllStoragePools, new Promise(() => undefined));
    expect(turns.before(storageVolLookupByKey)).toBeDefined();
  });

  test('may fail: the driver has been reached all the same', async () => {
    const turns = new DriverTurns();
    turns.goes(networkLookupByName, Promise.reject(new Error('no such network')));
    await turns.before(networkLookupByName);
    expect(turns.before(networkLookupByName)).toBeUndefined();
  });
});

test('every call for an object of another driver is known as such', () => {
  const known = procedures.filter((procedure) => {
    if (procedure.kind !== 'call') return false;
    const turns = new DriverTurns();
    turns.goes(procedure, new Promise(() => undefined));
    return turns.before(procedure) !== undefined;
  });
  const ofObject = /^(network|storage|nodeDevice|secret|nwfilter|interface)/;
  const missed = procedures.filter(
    (procedure) => procedure.kind === 'call' && ofObject.test(procedure.name) && !known.includes(procedure),
  );
  expect(missed.map(({ name }) => name)).toEqual([]);
  expect(known.length).toBeGreaterThan(120);
});
