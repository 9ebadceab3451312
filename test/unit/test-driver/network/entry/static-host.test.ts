import { expect, test } from '@jest/globals';
import {
  isSameMac,
  readStaticHost,
  writeStaticHost,
} from '../../../../../src/test-driver/network/entry/static-host.ts';
import { formatXml } from '../../../../../src/test-driver/xml/format-xml.ts';
import { parseXml } from '../../../../../src/test-driver/xml/parse-xml.ts';

const whole = { network: 'n', isIpv6: false, mayBePartial: false };
const part = { ...whole, mayBePartial: true };
const six = { ...whole, isIpv6: true };

test('a host is written in libvirt’s order, its address in its usual form', () => {
  const host = readStaticHost(parseXml("<host ip='fd00:0::7' name='a' id='0:1'/>"), six);
  expect(formatXml(writeStaticHost(host))).toBe("<host id='0:1' name='a' ip='fd00::7'/>\n");
});

test.each([
  ["<host name='a'/>", whole, 'Missing IP address'],
  ["<host ip='10.0.0.1'/>", whole, 'must have mac or name attribute'],
  ["<host ip='fd00::1'/>", six, 'must have id or name attribute'],
  ['<host/>', part, 'At least one of name, mac, or ip'],
  ["<host mac='1:2:3:4:5:6'/>", { ...six, mayBePartial: true }, 'Invalid to specify MAC address'],
  ["<host mac='01:2:3:4:5:6'/>", part, 'found multicast'],
  ["<host mac='1:2:3'/>", part, 'Cannot parse MAC address'],
  ["<host id='g'/>", part, "Invalid character 'g' in id 'g'"],
  ["<host name='_'/>", part, "Cannot use host name '_'"],
  ["<host ip='300.0.0.1'/>", part, 'Invalid IP address'],
])('%s is refused', (document, facts, complaint) => {
  expect(() => readStaticHost(parseXml(document), facts)).toThrow(complaint);
});

test('hardware addresses are the same however they are written', () => {
  expect(isSameMac('52:54:00:AB:0c:01', '52:54:0:ab:c:1')).toBe(true);
  expect(isSameMac('52:54:00:ab:0c:01', '52:54:00:ab:0c:02')).toBe(false);
});
