import { expect, test } from '@jest/globals';
import { hostNames, readHostRecord } from '../../../../../src/test-driver/network/entry/host-record.ts';
import { parseXml } from '../../../../../src/test-driver/xml/parse-xml.ts';

test('a host has an address in its usual form, and names', () => {
  const record = readHostRecord(parseXml("<host ip='fd00:0::1'><hostname>a</hostname><hostname/></host>"), 'n', false);
  expect([record.attributes.get('ip'), hostNames(record)]).toEqual(['fd00::1', ['a']]);
  expect(readHostRecord(parseXml('<host><hostname>a</hostname></host>'), 'n', true).attributes.size).toBe(0);
});

test.each([
  ['<host><hostname>a</hostname></host>', false, "Missing IP address in network 'n' DNS HOST record"],
  ["<host ip='x'/>", true, 'Invalid IP address'],
  ["<host ip='10.0.0.1'/>", false, 'Missing hostname'],
  ['<host/>', true, 'Missing ip and hostname'],
])('%s is refused', (document, mayBePartial, complaint) => {
  expect(() => readHostRecord(parseXml(document), 'n', mayBePartial)).toThrow(complaint);
});
