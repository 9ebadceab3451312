import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { NetworkMetadataType } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareOnDriver, compareOnTestDriver, driverUri } from './comparison.ts';
import { networkPortRows, networkRows, ofNetwork, uuidOf, xmlOf } from './network-rows.ts';

describeWithLab('networks, compared with Python,', (lab) => {
  test('live the same with the test driver', () => compareOnTestDriver(lab, networkRows));

  test('are what their names and UUIDs say', async () => {
    await using connection = await connect(lab.unixUri);
    const [network] = await connection.listAllNetworks();
    const again = await connection.lookupNetworkByUUID(network?.reference.uuid ?? '');
    expect(again.equals(await connection.lookupNetworkByName('default'))).toBe(true);
    expect(JSON.stringify(again)).toBe(`{"name":"default","uuid":"${again.uuid}"}`);
    await expect(connection.lookupNetworkByName('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_NETWORK' });
  });

  test('have the same ports, with the same limits', () => compareOnDriver(lab, 'network', networkPortRows()));

  test('have the same leases', async () => {
    const xml = `<network><name>leases</name><uuid>${uuidOf(8)}</uuid><bridge name='virbr68'/><ip address='192.168.68.1' netmask='255.255.255.0'/></network>`;
    // As libvirt's helper of dnsmasq leaves them there.
    const leases = [
      { 'ip-address': '192.168.68.20', 'mac-address': '52:54:00:00:00:01', hostname: 'web', 'expiry-time': 2 ** 32 },
      {
        'ip-address': 'fd00::5',
        'mac-address': '52:54:00:00:00:02',
        iaid: '1',
        'client-id': '00:01',
        'expiry-time': 2 ** 33,
      },
    ];
    const directory = join(lab.directory, 'lib', 'dnsmasq');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'virbr68.status'), JSON.stringify(leases));
    const network = ofNetwork('leases');
    await using connection = await connect(driverUri(lab, 'network'));
    const defined = await connection.networkDefineXML(xml);
    try {
      await compareOnDriver(lab, 'network', [
        network("(leases := connection.networkLookupByName('leases')).DHCPLeases()", (each) => each.getDHCPLeases()),
        network("leases.DHCPLeases('52:54:00:00:00:01')", (each) => each.getDHCPLeases({ mac: '52:54:00:00:00:01' })),
      ]);
      await expect(defined.getDHCPLeases()).resolves.toHaveLength(2);
    } finally {
      await defined.undefine();
    }
  });

  test('say what they cannot tell while they are not active', async () => {
    await using connection = await connect(driverUri(lab, 'network'));
    const network = await connection.networkDefineXML(xmlOf('idle', 7));
    try {
      await expect(network.listAllPorts()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
      await expect(network.lookupNetworkPortByUUID(uuidOf(8))).rejects.toMatchObject({
        code: 'VIR_ERR_NO_NETWORK_PORT',
      });
      await expect(network.getMetadata(NetworkMetadataType.TITLE)).rejects.toMatchObject({
        procedure: 'networkGetMetadata',
      });
    } finally {
      await network.undefine();
    }
  });
});
