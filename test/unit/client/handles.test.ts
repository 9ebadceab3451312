import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { AdminClient } from '../../../src/client/admin-client.ts';
import { AdminConnection } from '../../../src/client/admin-connection.ts';
import { AdminServer } from '../../../src/client/admin-server.ts';
import { Interface } from '../../../src/client/interface.ts';
import { Network } from '../../../src/client/network.ts';
import { NetworkPort } from '../../../src/client/network-port.ts';
import { NodeDevice } from '../../../src/client/node-device.ts';
import { NWFilter } from '../../../src/client/nw-filter.ts';
import { NWFilterBinding } from '../../../src/client/nw-filter-binding.ts';
import { Secret } from '../../../src/client/secret.ts';
import { StoragePool } from '../../../src/client/storage-pool.ts';
import { StorageVol } from '../../../src/client/storage-vol.ts';
import { jsonReplacer } from '../../../src/json-replacer.ts';
import { connectionWith, uuid, uuidText } from './connection-with.ts';

const { connection } = connectionWith({});
const { connection: elsewhere } = connectionWith({});
const admin = new AdminConnection(connection.session, 'libvirtd:///system');
const adminElsewhere = new AdminConnection(elsewhere.session, 'libvirtd:///system');
const other = uuid.map((byte) => byte ^ 0xff);
const both = { name: 'a', uuid };

interface Handle {
  readonly reference: unknown;
  equals(other: never): boolean;
}

/** The handle, one made elsewhere of the same reference, another one, and how it is printed and written. */
const handles: readonly (readonly [string, Handle, Handle, Handle, string, string])[] = [
  [
    'Network',
    new Network(connection, both),
    new Network(elsewhere, both),
    new Network(connection, { ...both, uuid: other }),
    `Network { name: "a", uuid: ${uuidText} }`,
    `{"name":"a","uuid":"${uuidText}"}`,
  ],
  [
    'NetworkPort',
    new NetworkPort(connection, { net: both, uuid }),
    new NetworkPort(elsewhere, { net: both, uuid }),
    new NetworkPort(connection, { net: both, uuid: other }),
    `NetworkPort { network: "a", uuid: ${uuidText} }`,
    `{"network":{"name":"a","uuid":"${uuidText}"},"uuid":"${uuidText}"}`,
  ],
  [
    'StoragePool',
    new StoragePool(connection, both),
    new StoragePool(elsewhere, both),
    new StoragePool(connection, { ...both, uuid: other }),
    `StoragePool { name: "a", uuid: ${uuidText} }`,
    `{"name":"a","uuid":"${uuidText}"}`,
  ],
  [
    'StorageVol',
    new StorageVol(connection, { pool: 'p', name: 'a', key: '/p/a' }),
    new StorageVol(elsewhere, { pool: 'p', name: 'a', key: '/p/a' }),
    new StorageVol(connection, { pool: 'q', name: 'a', key: '/q/a' }),
    'StorageVol { pool: "p", name: "a", key: "/p/a" }',
    '{"pool":"p","name":"a","key":"/p/a"}',
  ],
  [
    'NodeDevice',
    new NodeDevice(connection, { name: 'a' }),
    new NodeDevice(elsewhere, { name: 'a' }),
    new NodeDevice(connection, { name: 'b' }),
    'NodeDevice { name: "a" }',
    '{"name":"a"}',
  ],
  [
    'Interface',
    new Interface(connection, { name: 'a', mac: 'm' }),
    new Interface(elsewhere, { name: 'a', mac: 'm' }),
    new Interface(connection, { name: 'b', mac: 'm' }),
    'Interface { name: "a", mac: "m" }',
    '{"name":"a","mac":"m"}',
  ],
  [
    'Secret',
    new Secret(connection, { uuid, usageType: 2, usageID: 'a' }),
    new Secret(elsewhere, { uuid, usageType: 2, usageID: 'a' }),
    new Secret(connection, { uuid: other, usageType: 2, usageID: 'a' }),
    `Secret { uuid: ${uuidText}, usageType: 2, usageID: "a" }`,
    `{"uuid":"${uuidText}","usageType":2,"usageID":"a"}`,
  ],
  [
    'NWFilter',
    new NWFilter(connection, both),
    new NWFilter(elsewhere, both),
    new NWFilter(connection, { ...both, uuid: other }),
    `NWFilter { name: "a", uuid: ${uuidText} }`,
    `{"name":"a","uuid":"${uuidText}"}`,
  ],
  [
    'NWFilterBinding',
    new NWFilterBinding(connection, { portdev: 'vnet0', filtername: 'f' }),
    new NWFilterBinding(elsewhere, { portdev: 'vnet0', filtername: 'f' }),
    new NWFilterBinding(connection, { portdev: 'vnet1', filtername: 'f' }),
    'NWFilterBinding { portDev: "vnet0", filterName: "f" }',
    '{"portDev":"vnet0","filterName":"f"}',
  ],
  [
    'AdminServer',
    new AdminServer(admin, { name: 'a' }),
    new AdminServer(adminElsewhere, { name: 'a' }),
    new AdminServer(admin, { name: 'b' }),
    'AdminServer { name: "a" }',
    '{"name":"a"}',
  ],
  [
    'AdminClient',
    new AdminClient(admin, { srv: { name: 'a' }, id: 5n, timestamp: 6n, transport: 1 }),
    new AdminClient(adminElsewhere, { srv: { name: 'a' }, id: 5n, timestamp: 6n, transport: 1 }),
    new AdminClient(admin, { srv: { name: 'a' }, id: 6n, timestamp: 6n, transport: 1 }),
    'AdminClient { server: "a", id: 5 }',
    '{"server":{"name":"a"},"id":5,"timestamp":6,"transport":1}',
  ],
];

describe.each(handles)('a handle of %s', (_, handle, sameElsewhere, another, printed, json) => {
  test('is a value: one with the same reference on the same connection equals it', () => {
    const again: Handle = Reflect.construct(handle.constructor, [Reflect.get(handle, 'connection'), handle.reference]);
    const equals = (one: Handle): boolean => handle.equals(one as never);
    expect([again, sameElsewhere, another].map(equals)).toEqual([true, false, false]);
    expect(again.reference).toEqual(handle.reference);
  });

  test('is printed and written in few words', () => {
    expect(inspect(handle)).toBe(printed);
    expect(JSON.stringify(handle, jsonReplacer)).toBe(json);
  });
});

test('an admin connection is printed and written in few words', async () => {
  expect(inspect(admin)).toBe('AdminConnection { uri: "libvirtd:///system", isAlive: true }');
  expect(JSON.stringify(admin)).toBe('{"uri":"libvirtd:///system","isAlive":true}');
});

describe('a device', () => {
  test('is detached by the older call unless a driver is named', async () => {
    const done = (): undefined => undefined;
    const { connection: mine, calls } = connectionWith({ nodeDeviceDettach: done, nodeDeviceDetachFlags: done });
    const device = new NodeDevice(mine, { name: 'pci' });
    await device.detach();
    await device.detach({ driverName: 'vfio' });
    expect(calls).toEqual([
      ['nodeDeviceDettach', { name: 'pci' }],
      ['nodeDeviceDetachFlags', { name: 'pci', driverName: 'vfio', flags: 0 }],
    ]);
  });

  test('may have no parent', async () => {
    const { connection: mine } = connectionWith({ nodeDeviceGetParent: () => ({ parentName: null }) });
    await expect(new NodeDevice(mine, { name: 'computer' }).getParent()).resolves.toBeNull();
  });
});
