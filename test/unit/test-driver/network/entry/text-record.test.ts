import { expect, test } from '@jest/globals';
import { readTextRecord } from '../../../../../src/test-driver/network/entry/text-record.ts';
import { parseXml } from '../../../../../src/test-driver/xml/parse-xml.ts';

test('a record to be found need not say its text', () => {
  expect([...readTextRecord(parseXml("<txt name='a'/>"), 'n', true).attributes]).toEqual([['name', 'a']]);
});

test.each([
  ['<txt/>', 'missing required name attribute'],
  ["<txt name='a,b'/>", "prohibited character in DNS TXT record name 'a,b'"],
  ["<txt name='a'/>", "missing required value attribute in DNS TXT record named 'a'"],
])('%s is refused', (document, complaint) => {
  expect(() => readTextRecord(parseXml(document), 'n', false)).toThrow(complaint);
});
