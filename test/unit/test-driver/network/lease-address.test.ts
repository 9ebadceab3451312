import { expect, test } from '@jest/globals';
import { formatIpAddress } from '../../../../src/test-driver/ip-address.ts';
import { leaseAddress } from '../../../../src/test-driver/network/lease-address.ts';
import { parseNetwork } from '../../../../src/test-driver/network/network.ts';

test.each([
  ["<ip address='10.0.0.1' netmask='255.255.254.0'/>", '10.0.1.1', 23],
  ["<ip address='10.0.0.1' prefix='20'><dhcp><range start='10.0.0.50' end='10.0.0.60'/></dhcp></ip>", '10.0.1.50', 20],
  ["<ip address='9.0.0.1'/>", '9.0.1.1', 8],
  ["<ip address='172.16.0.1'/>", '172.16.1.1', 16],
  ["<ip address='192.168.0.1'/>", '192.168.1.1', 24],
  ["<ip family='ipv6' address='fd00::1'/>", 'fd00::1', 64],
])('%s', (ip, address, prefix) => {
  const leased = leaseAddress(parseNetwork(`<network><name>n</name>${ip}</network>`), 256);
  expect([formatIpAddress(leased.bytes), leased.prefix]).toEqual([address, prefix]);
});

test('a network without addresses has none to give', () => {
  expect(() => leaseAddress(parseNetwork('<network><name>n</name></network>'), 1)).toThrow("'n' has no IP address");
});
