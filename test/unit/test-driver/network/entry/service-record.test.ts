import { expect, test } from '@jest/globals';
import { readServiceRecord } from '../../../../../src/test-driver/network/entry/service-record.ts';
import { formatXml } from '../../../../../src/test-driver/xml/format-xml.ts';
import { parseXml } from '../../../../../src/test-driver/xml/parse-xml.ts';

function written(document: string, mayBePartial = false): string {
  return formatXml(readServiceRecord(parseXml(document), 'n', mayBePartial));
}

test('a record is written without numbers that are nothing', () => {
  const given = "<srv weight='0' port='5060' target='h' service='sip' protocol='udp' priority='1'/>";
  expect(written(given)).toBe("<srv service='sip' protocol='udp' target='h' port='5060' priority='1'/>\n");
  expect(written("<srv domain='d'/>", true)).toBe("<srv domain='d'/>\n");
});

test.each([
  ['<srv/>', 'missing required service attribute'],
  ["<srv service='s'/>", 'missing required protocol attribute'],
  [`<srv service='${'s'.repeat(483)}'/>`, 'is too long, limit is 482 bytes'],
  ["<srv service='s.t'/>", 'invalid character in service attribute'],
  ["<srv service='s' protocol='t_'/>", 'invalid character in protocol attribute'],
  ["<srv service='s' protocol='t' port='1'/>", 'port attribute not permitted without target'],
  ["<srv service='s' protocol='t' target='h' port='0'/>", 'invalid DNS SRV port attribute'],
  ["<srv service='s' protocol='t' target='h' weight='65536'/>", 'invalid DNS SRV weight attribute'],
])('%s is refused', (document, complaint) => {
  expect(() => written(document)).toThrow(complaint);
});
