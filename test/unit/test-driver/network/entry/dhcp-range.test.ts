import { expect, test } from '@jest/globals';
import { parseIpAddress } from '../../../../../src/test-driver/ip-address.ts';
import { checkRange } from '../../../../../src/test-driver/network/entry/dhcp-range.ts';
import { element } from '../../../../../src/test-driver/xml/element.ts';

function check(start: string, end: string, ip: Record<string, string>): () => void {
  const address = (text: string): Uint8Array => parseIpAddress(text) ?? new Uint8Array();
  return () => checkRange({ start: address(start), end: address(end) }, element('ip', ip));
}

const small = { address: '10.0.0.1', prefix: '24' };
const large = { address: '10.0.0.1', prefix: '8' };
const six = { address: 'fd00::1', prefix: '64' };

test.each([
  ['10.0.0.1', '10.0.0.254', small],
  ['10.0.0.7', '10.0.0.7', small],
  ['10.1.0.0', '10.1.255.255', large],
  ['fd00::', 'fd00::ffff', six],
])('%s - %s is a range', (start, end, ip) => {
  expect(check(start, end, ip)).not.toThrow();
});

test.each([
  ['10.0.0.1', 'fd00::1', small, 'mismatch of address family in range'],
  ['fd00::1', 'fd00::2', small, 'for network 10.0.0.1'],
  ['10.0.0.1', '10.0.1.1', small, 'is not entirely within network 10.0.0.1/24'],
  ['10.0.0.0', '10.0.0.2', small, 'is the network address'],
  ['10.0.0.2', '10.0.0.255', small, 'is the broadcast address'],
  ['10.0.0.3', '10.0.0.2', small, 'is reversed'],
  ['10.1.0.0', '10.2.0.0', large, 'is too large'],
  ['fd00::2', 'fd00::1', six, 'start larger than end'],
])('%s - %s is none', (start, end, ip, complaint) => {
  expect(check(start, end, ip)).toThrow(complaint);
});
