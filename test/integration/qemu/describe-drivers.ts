import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { ConnectionEvents } from '../../../src/client/connection/connection-events.ts';
import { Connection } from '../../../src/client/connection.ts';
import { Interface } from '../../../src/client/interface.ts';
import { Network } from '../../../src/client/network.ts';
import { NetworkPort } from '../../../src/client/network-port.ts';
import { NodeDevice } from '../../../src/client/node-device.ts';
import { NWFilter } from '../../../src/client/nw-filter.ts';
import { NWFilterBinding } from '../../../src/client/nw-filter-binding.ts';
import { OpenConnection } from '../../../src/client/open-connection.ts';
import { Secret } from '../../../src/client/secret.ts';
import { StoragePool } from '../../../src/client/storage-pool.ts';
import { StorageVol } from '../../../src/client/storage-vol.ts';
import { isOlder } from '../../../src/session/daemon-release.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import type { QemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { networkPortRows, ofNetwork } from '../client/network-rows.ts';
import { hostDeviceRows } from '../client/node-device-rows.ts';
import { nwFilterRows } from '../client/nwfilter-rows.ts';
import { secretRows } from '../client/secret-rows.ts';
import { directoryPoolRows } from '../client/storage-rows.ts';
import type { Row } from '../oracle/row.ts';
import { filterBindingRows, filteredDevice, refusedFilterRows } from './filter-binding-rows.ts';
import { images } from './guest.ts';
import { deviceUpdateRows, everyDeviceRows, refusedDeviceRows } from './host-device-rows.ts';
import { hostInterface, hostInterfaceRows, refusedInterfaceRows } from './host-interface-rows.ts';
import { compareAnswersOnHost, compareOnHost, placeOn } from './host-place.ts';
import { hostRows } from './host-rows.ts';
import { hypervisorRows } from './hypervisor-rows.ts';
import { natNetworkRows, networkMetadataRows, refusedNetworkRows } from './nat-network-rows.ts';
import { refusedSecretRows, secretKindRows } from './secret-kind-rows.ts';
import { refusedStorageRows, volumeRows } from './volume-rows.ts';
import { watchMethods } from './watch-methods.ts';

/** These have suites of their own. */
const streams = /^StorageVol\.(download|downloadTo|upload|uploadFrom)$/;

/** The drivers besides those of guests: each asked by us and by the Python of the same release. */
export function describeDrivers(release: LibvirtRelease, host: () => QemuHost): void {
  const uncalled = watchMethods(
    [
      Interface,
      Network,
      NetworkPort,
      NodeDevice,
      NWFilter,
      NWFilterBinding,
      Secret,
      StoragePool,
      StorageVol,
      Connection,
    ],
    [ConnectionEvents, OpenConnection],
  );

  beforeAll(async () => {
    await host().exec('mkdir', '-p', images);
    const devices = [`ip tuntap add ${filteredDevice} mode tap`, `ip link set ${filteredDevice} up`];
    for (const command of [...hostInterface.commands, ...devices]) await host().exec('sh', '-c', command);
  });

  const succeed = (driver: string, rows: readonly Row<Connection>[]): Promise<void> =>
    compareOnHost(placeOn(host(), driver), rows);
  /** The same refusals, of which there are at least so many. */
  const refuse = async (driver: string, rows: readonly Row<Connection>[], least: number): Promise<void> => {
    const answers = await compareAnswersOnHost(placeOn(host(), driver), rows);
    expect(answers.filter((answer) => 'error' in answer).length).toBeGreaterThanOrEqual(least);
  };

  describe('storage', () => {
    test('keeps files in a directory', () => succeed('storage', directoryPoolRows(images)));
    test('keeps images, layers and copies of them', () => succeed('storage', volumeRows));
    test('refuses the same', () => refuse('storage', refusedStorageRows, 8));
  });

  describe('networks', () => {
    test('live and change', () => succeed('network', natNetworkRows));
    test('have ports', () => succeed('network', networkPortRows()));
    test('refuse the same', () => refuse('network', refusedNetworkRows, 8));
    if (!isOlder(release, '9.7.0')) test('keep metadata', () => succeed('network', networkMetadataRows));

    test('hand out addresses', async () => {
      const mac = '52:54:00:00:00:01';
      const xml =
        "<network><name>leases</name><bridge name='virbr8' stp='off'/><ip address='192.168.8.1' netmask='255.255.255.0'>" +
        `<dhcp><range start='192.168.8.10' end='192.168.8.99'/><host mac='${mac}' name='web' ip='192.168.8.10'/></dhcp></ip></network>`;
      await using connection = await connect(placeOn(host(), 'network').uri);
      const network = await connection.networkCreateXML(xml);
      const commands = [
        'ip netns add client',
        `ip link add lease0 master virbr8 up type veth peer name eth0 address ${mac} netns client`,
        'ip netns exec client ip link set eth0 up',
        'ip netns exec client busybox udhcpc -i eth0 -n -q -f -t 20 -T 1 -x hostname:web -s /bin/true',
      ];
      for (const command of commands) await host().exec('sh', '-c', command);
      const leases = ofNetwork('leases');
      await succeed('network', [
        leases("(leases := connection.networkLookupByName('leases')).DHCPLeases()", (each) => each.getDHCPLeases()),
        leases(`leases.DHCPLeases('${mac}')`, (each) => each.getDHCPLeases({ mac })),
        leases("leases.DHCPLeases('52:54:00:00:00:99')", (each) => each.getDHCPLeases({ mac: '52:54:00:00:00:99' })),
      ]);
      const [lease, ...others] = await network.getDHCPLeases();
      expect(lease).toMatchObject({ mac, ipaddr: '192.168.8.10', hostname: 'web', iface: 'virbr8' });
      expect(others).toEqual([]);
      await network.destroy();
    });
  });

  describe('node devices', () => {
    test('are the same, every one', () => succeed('nodedev', [...hostDeviceRows, ...everyDeviceRows]));
    test('refuse the same', () => refuse('nodedev', refusedDeviceRows, 8));
    if (!isOlder(release, '10.1.0')) test('are not changed', () => refuse('nodedev', deviceUpdateRows, 3));
  });

  describe('interfaces', () => {
    test('are those of the host', () => succeed('interface', hostInterfaceRows));
    test('refuse the same', () => refuse('interface', refusedInterfaceRows, 8));
  });

  describe('network filters', () => {
    test('live', () => succeed('nwfilter', nwFilterRows(randomUUID())));
    test('are bound to a device', () => succeed('nwfilter', filterBindingRows));
    test('refuse the same', () => refuse('nwfilter', refusedFilterRows, 6));
  });

  describe('secrets', () => {
    test('live', () => succeed('secret', secretRows(randomUUID(), Uint8Array.from([0, 255, ...randomBytes(20)]))));
    test('are of every kind', () => succeed('secret', secretKindRows));
    test('refuse the same', () => refuse('secret', refusedSecretRows, 5));
  });

  test('the hypervisor itself, asked for no guest, does the same', async () => {
    await using connection = await connect(host().uri);
    expect(connection.getURI()).toBe(host().uri);
    await refuse('qemu', [...hostRows, ...hypervisorRows], 10);
  });

  test('no method is left out', () => {
    // What older daemons do not have is called elsewhere, to be refused.
    const lacking = [
      ...(isOlder(release, '9.7.0') ? ['Network.getMetadata', 'Network.setMetadata'] : []),
      ...(isOlder(release, '10.1.0') ? ['NodeDevice.update'] : []),
    ];
    expect(uncalled().filter((method) => !streams.test(method))).toEqual(lacking);
  });
}
