import { describe, expect, test } from '@jest/globals';
import { Network } from '../../../src/client/network.ts';
import { NetworkPort } from '../../../src/client/network-port.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import {
  IPAddrType,
  NetworkUpdateCommand,
  NetworkUpdateFlags,
  NetworkUpdateSection,
} from '../../../src/generated/api-enums.ts';
import { connectionWith, uuid, uuidText } from './connection-with.ts';

const net = { name: 'blue', uuid };
const done = (): undefined => undefined;

describe('updating a network', () => {
  const { MODIFY } = NetworkUpdateCommand;
  const { IP_DHCP_HOST } = NetworkUpdateSection;
  const rest = { net, xml: '<host/>' };

  test('tells command and section in the order that the daemon says it knows', async () => {
    const { connection, calls } = connectionWith({
      connectSupportsFeature: ({ feature }) => ({ supported: feature === 16 ? 1 : 0 }),
      networkUpdate: done,
    });
    const network = new Network(connection, net);
    await network.update(MODIFY, IP_DHCP_HOST, '<host/>', { parentIndex: 1, flags: NetworkUpdateFlags.CONFIG });
    await network.update(MODIFY, IP_DHCP_HOST, '<host/>');
    expect(calls).toEqual([
      ['connectSupportsFeature', { feature: 16 }],
      ['networkUpdate', { ...rest, command: MODIFY, section: IP_DHCP_HOST, parentIndex: 1, flags: 2 }],
      ['networkUpdate', { ...rest, command: MODIFY, section: IP_DHCP_HOST, parentIndex: -1, flags: 0 }],
    ]);
  });

  test('tells them the wrong way round to a daemon that has them so', async () => {
    const { connection, calls } = connectionWith({ networkUpdate: done });
    await new Network(connection, net).update(MODIFY, IP_DHCP_HOST, '<host/>');
    expect(calls.at(-1)).toEqual([
      'networkUpdate',
      { ...rest, command: IP_DHCP_HOST, section: MODIFY, parentIndex: -1, flags: 0 },
    ]);
  });
});

test('leases of a network are told as they are, unknown parts as null', async () => {
  const lease = {
    iface: 'virbr0',
    expirytime: 2n ** 40n,
    type: IPAddrType.IPV4,
    mac: '52:54:00:00:00:01',
    iaid: null,
    ipaddr: '192.168.5.20',
    prefix: 24,
    hostname: null,
    clientid: null,
  };
  const { connection, calls } = connectionWith({ networkGetDHCPLeases: () => ({ leases: [lease], ret: 1 }) });
  const network = new Network(connection, net);
  expect(await network.getDHCPLeases()).toEqual([lease]);
  await network.getDHCPLeases({ mac: lease.mac });
  expect(calls).toEqual([
    ['networkGetDHCPLeases', { net, mac: null, need_results: 1, flags: 0 }],
    ['networkGetDHCPLeases', { net, mac: lease.mac, need_results: 1, flags: 0 }],
  ]);
});

describe('ports of a network', () => {
  const reference = { net, uuid: uuid.map((byte) => byte + 16) };
  const portUuid = '10111213-1415-1617-1819-1a1b1c1d1e1f';

  test('know their network', async () => {
    const { connection, calls } = connectionWith({
      networkListAllPorts: () => ({ ports: [reference], ret: 1 }),
      networkPortLookupByUUID: () => ({ port: reference }),
      networkPortGetXMLDesc: () => ({ xml: '<networkport/>' }),
      networkPortDelete: done,
    });
    const network = new Network(connection, net);
    const [port] = await network.listAllPorts();
    expect(port?.equals(await network.lookupNetworkPortByUUID(portUuid))).toBe(true);
    expect(port?.network.equals(network)).toBe(true);
    expect(port?.toJSON()).toEqual({ network: { name: 'blue', uuid: uuidText }, uuid: portUuid });
    expect(await port?.getXMLDesc()).toBe('<networkport/>');
    await port?.delete();
    expect(calls).toContainEqual(['networkPortLookupByUUID', { network: net, uuid: reference.uuid }]);
    expect(calls.at(-1)).toEqual(['networkPortDelete', { port: reference, flags: 0 }]);
  });

  test('have limits, of which those that are given are sent', async () => {
    const params = [
      { field: 'inbound.average', value: { type: 2, value: 100 } },
      { field: 'inbound.new', value: { type: 4, value: 5n } },
    ];
    const { connection, calls } = connectionWith({
      networkPortGetParameters: () => ({ params, nparams: 2 }),
      networkPortSetParameters: done,
    });
    const port = new NetworkPort(connection, reference);
    expect(await port.getParameters()).toEqual({ 'inbound.average': 100, 'inbound.new': 5n });
    await port.setParameters({ 'outbound.peak': 7, params: [{ name: 'inbound.new', kind: 'ullong', value: 6 }] });
    expect(calls.at(-1)).toEqual([
      'networkPortSetParameters',
      {
        port: reference,
        flags: 0,
        params: [
          { field: 'outbound.peak', value: { type: 2, value: 7 } },
          { field: 'inbound.new', value: { type: 4, value: 6n } },
        ],
      },
    ]);
    await expect(port.setParameters({ 'inbound.peak': -1 })).rejects.toThrow(UsageError);
  });
});
