import { expect, test } from '@jest/globals';
import { leaseTime } from '../../../../../src/test-driver/network/entry/lease-time.ts';
import { formatXml } from '../../../../../src/test-driver/xml/format-xml.ts';
import { parseXml } from '../../../../../src/test-driver/xml/parse-xml.ts';

function written(lease: string): string {
  return leaseTime(parseXml(`<host>${lease}</host>`))
    .map((node) => formatXml(node))
    .join('');
}

test.each([
  ['', ''],
  ['<lease/>', ''],
  ["<lease expiry='0' unit='hours'/>", "<lease expiry='0'/>\n"],
  ["<lease expiry='0x10'/>", "<lease expiry='16' unit='minutes'/>\n"],
  ["<lease expiry='120' unit='seconds'/>", "<lease expiry='120' unit='seconds'/>\n"],
])('%s is written as %j', (given, expected) => {
  expect(written(given)).toBe(expected);
});

test.each([
  ["<lease expiry='1'/>", 'greater than 2 minutes'],
  ["<lease expiry='119' unit='seconds'/>", 'greater than 2 minutes'],
  ["<lease expiry='x'/>", "attribute 'expiry'"],
  ["<lease expiry='5' unit='years'/>", "attribute 'unit'"],
])('%s is refused', (given, complaint) => {
  expect(() => written(given)).toThrow(complaint);
});
