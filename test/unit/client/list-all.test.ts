import { describe, expect, test } from '@jest/globals';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { NotSupportedError } from '../../../src/errors/not-supported-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import {
  ConnectListAllDomainsFlags,
  ConnectListAllNetworksFlags,
  ConnectListAllSecretsFlags,
  ConnectListAllStoragePoolsFlags,
} from '../../../src/generated/api-enums.ts';
import { type Answer, connectionWith, never, noSupport, Refusal, uuid, uuidText } from './connection-with.ts';

const named =
  (field: string) =>
  ({ name }: Readonly<Record<string, unknown>>): unknown => ({ [field]: { name, uuid } });
const count =
  (num: number): Answer =>
  () => ({ num });
const names =
  (...list: string[]): Answer =>
  () => ({ names: list });
const nameOf = (args: Readonly<Record<string, unknown>>, field: string): string => String(Object(args[field]).name);

/** A daemon from before networks could be listed at once: one active transient network, two that are only defined. */
const oldNetworks: Readonly<Record<string, Answer>> = {
  connectNumOfNetworks: count(1),
  connectListNetworks: names('brief'),
  connectNumOfDefinedNetworks: count(2),
  connectListDefinedNetworks: names('blue', 'gone'),
  networkLookupByName: (args) => (args.name === 'gone' ? new Refusal(43) : named('net')(args)),
  networkIsPersistent: (args) => ({ persistent: nameOf(args, 'net') === 'brief' ? 0 : 1 }),
  networkGetAutostart: () => ({ autostart: 0 }),
};

describe('listing all', () => {
  test('is one call where the daemon knows it', async () => {
    const { connection, calls } = connectionWith({
      connectListAllNetworks: () => ({ nets: [{ name: 'blue', uuid }], ret: 1 }),
    });
    const flags = [ConnectListAllNetworksFlags.ACTIVE, ConnectListAllNetworksFlags.PERSISTENT];
    expect((await connection.listAllNetworks({ flags })).map((net) => net.toJSON())).toEqual([
      { name: 'blue', uuid: uuidText },
    ]);
    expect(calls).toEqual([['connectListAllNetworks', { need_results: 1, flags: 2 | 4 }]]);
  });

  test('goes by names where it does not, and leaves out what has gone meanwhile', async () => {
    const { connection, calls } = connectionWith(oldNetworks);
    expect((await connection.listAllNetworks()).map(({ name }) => name)).toEqual(['brief', 'blue']);
    expect(calls).toContainEqual(['connectListDefinedNetworks', { maxnames: 2 }]);
    expect(calls.map(([name]) => name)).not.toContain('networkIsPersistent');
  });

  test.each([
    ['ACTIVE', ['brief']],
    ['INACTIVE', ['blue']],
    ['PERSISTENT', ['blue']],
    ['TRANSIENT', ['brief']],
    ['AUTOSTART', []],
    ['NO_AUTOSTART', ['brief', 'blue']],
  ] as const)('by names knows %s', async (flag, expected) => {
    const { connection } = connectionWith(oldNetworks);
    const found = await connection.listAllNetworks({ flags: ConnectListAllNetworksFlags[flag] });
    expect(found.map(({ name }) => name)).toEqual(expected);
  });

  test('by names takes both flags of a pair for neither', async () => {
    const { connection } = connectionWith(oldNetworks);
    const { PERSISTENT, TRANSIENT, ACTIVE } = ConnectListAllNetworksFlags;
    const found = await connection.listAllNetworks({ flags: [PERSISTENT, TRANSIENT, ACTIVE] });
    expect(found.map(({ name }) => name)).toEqual(['brief']);
  });

  test('refuses flags that names cannot answer, as the daemon did', async () => {
    const { connection, calls } = connectionWith({ connectNumOfStoragePools: count(0), connectNumOfSecrets: count(0) });
    await expect(connection.listAllStoragePools({ flags: ConnectListAllStoragePoolsFlags.DIR })).rejects.toMatchObject({
      procedure: 'connectListAllStoragePools',
      code: 'VIR_ERR_NO_SUPPORT',
    });
    await expect(connection.listAllSecrets({ flags: ConnectListAllSecretsFlags.PRIVATE })).rejects.toThrow(
      NotSupportedError,
    );
    await expect(connection.listAllNetworks({ rawFlags: 0x4000_0000 })).rejects.toThrow(NotSupportedError);
    expect(calls).toHaveLength(3);
  });

  test('tells the first refusal where the driver has no such objects', async () => {
    const { connection } = connectionWith({});
    await expect(connection.listAllNWFilters()).rejects.toMatchObject({ procedure: 'connectListAllNWFilters' });
  });

  test('does not take other errors for an old daemon', async () => {
    const { connection, calls } = connectionWith({ connectListAllInterfaces: () => new Refusal(38) });
    await expect(connection.listAllInterfaces()).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    expect(calls).toHaveLength(1);
  });

  test('by names fails where an object cannot be looked up', async () => {
    const { connection } = connectionWith({
      ...oldNetworks,
      networkLookupByName: () => new Refusal(38),
    });
    await expect(connection.listAllNetworks()).rejects.toThrow(LibvirtError);
  });

  test('by names ends by the time that was given for the whole', async () => {
    const { connection } = connectionWith({ ...oldNetworks, networkLookupByName: () => never });
    await expect(connection.listAllNetworks({ timeout: 30 })).rejects.toThrow(TimeoutError);
  });

  test('by names finds running domains by their ids, and knows their states', async () => {
    const dom = (name: string, id: number): unknown => ({ dom: { name, uuid, id } });
    const answers: Readonly<Record<string, Answer>> = {
      connectNumOfDomains: count(2),
      connectListDomains: () => ({ ids: [7, 9] }),
      connectNumOfDefinedDomains: count(1),
      connectListDefinedDomains: names('mail'),
      domainLookupByID: ({ id }) => dom(id === 7 ? 'web' : 'held', Number(id)),
      domainLookupByName: ({ name }) => dom(String(name), -1),
      domainGetInfo: (args) => ({
        state: { web: 1, held: 3, mail: 6 }[nameOf(args, 'dom')],
        maxMem: 0n,
        memory: 0n,
        nrVirtCpu: 1,
        cpuTime: 0n,
      }),
    };
    const { connection } = connectionWith(answers);
    const list = async (...flags: ConnectListAllDomainsFlags[]): Promise<string[]> =>
      (await connection.listAllDomains({ flags })).map(({ name }) => name);
    const { ACTIVE, INACTIVE, RUNNING, PAUSED, OTHER, HAS_SNAPSHOT } = ConnectListAllDomainsFlags;
    expect(await list()).toEqual(['web', 'held', 'mail']);
    expect(await list(ACTIVE)).toEqual(['web', 'held']);
    expect(await list(RUNNING)).toEqual(['web']);
    expect(await list(PAUSED, OTHER)).toEqual(['held', 'mail']);
    expect(await list(INACTIVE, RUNNING)).toEqual([]);
    await expect(list(HAS_SNAPSHOT)).rejects.toThrow(NotSupportedError);
  });

  test('goes by names for each kind of object', async () => {
    const { connection } = connectionWith({
      connectNumOfStoragePools: count(1),
      connectListStoragePools: names('images'),
      connectNumOfDefinedStoragePools: count(0),
      storagePoolLookupByName: named('pool'),
      storagePoolNumOfVolumes: count(1),
      storagePoolListVolumes: names('a.img'),
      storageVolLookupByName: ({ name }) => ({ vol: { pool: 'images', name, key: `/images/${String(name)}` } }),
      nodeNumOfDevices: count(1),
      nodeListDevices: names('computer'),
      nodeDeviceLookupByName: ({ name }) => ({ dev: { name } }),
      connectNumOfInterfaces: count(1),
      connectListInterfaces: names('eth0'),
      connectNumOfDefinedInterfaces: count(0),
      interfaceLookupByName: ({ name }) => ({ iface: { name, mac: '' } }),
      connectNumOfSecrets: count(1),
      connectListSecrets: () => ({ uuids: [uuidText] }),
      secretLookupByUUID: (args) => ({ secret: { uuid: args.uuid, usageType: 0, usageID: '' } }),
      connectNumOfNWFilters: count(1),
      connectListNWFilters: names('clean'),
      nwFilterLookupByName: named('nwfilter'),
    });
    const [pool] = await connection.listAllStoragePools();
    expect(pool?.name).toBe('images');
    expect((await pool?.listAllStorageVolumes())?.map(({ key }) => key)).toEqual(['/images/a.img']);
    expect((await connection.listAllNodeDevices()).map(({ name }) => name)).toEqual(['computer']);
    expect((await connection.listAllInterfaces()).map(({ name }) => name)).toEqual(['eth0']);
    expect((await connection.listAllSecrets()).map((secret) => secret.uuid)).toEqual([uuidText]);
    expect((await connection.listAllNWFilters()).map(({ name }) => name)).toEqual(['clean']);
  });
});

describe('listing names', () => {
  test('asks for as many as there are', async () => {
    const { connection, calls } = connectionWith({ nodeNumOfDevices: count(3), nodeListDevices: names('a', 'b') });
    expect(await connection.listDevices({ cap: 'pci' })).toEqual(['a', 'b']);
    expect(calls).toEqual([
      ['nodeNumOfDevices', { cap: 'pci', flags: 0 }],
      ['nodeListDevices', { cap: 'pci', maxnames: 3, flags: 0 }],
    ]);
  });

  test('asks for none when there are none', async () => {
    const { connection, calls } = connectionWith({ connectNumOfSecrets: count(0) });
    expect(await connection.listSecrets()).toEqual([]);
    expect(calls).toHaveLength(1);
  });

  test('of an old daemon says so', async () => {
    const { connection } = connectionWith({ connectNumOfSecrets: noSupport });
    await expect(connection.listSecrets()).rejects.toThrow(NotSupportedError);
  });
});
