import { expect, test } from '@jest/globals';
import { readBandwidth, withBandwidth } from '../../../../../src/test-driver/domain/definition/bandwidth.ts';
import { element } from '../../../../../src/test-driver/xml/element.ts';
import { formatXml } from '../../../../../src/test-driver/xml/format-xml.ts';
import { defined, written } from './defined.ts';

const card = element('interface');

test('limits of nothing are not written', () => {
  const limited = withBandwidth(card, { inbound: { burst: 3, average: 5, peak: 0 }, outbound: { peak: 4 } });
  expect(formatXml(limited)).toContain("  <bandwidth>\n    <inbound average='5' burst='3'/>\n  </bandwidth>\n");
  expect(readBandwidth(limited)).toEqual({ inbound: { average: 5, peak: 0, floor: 0, burst: 3 }, outbound: undefined });
});

test('an interface may say that there are none', () => {
  const unlimited = withBandwidth(card, { inbound: undefined, outbound: undefined });
  expect(readBandwidth(unlimited)).toEqual({ inbound: undefined, outbound: undefined });
  expect(readBandwidth(card)).toBeUndefined();
});

function withLimits(type: string, bandwidth: string): string {
  const source = type === 'network' ? "<source network='n'/>" : '';
  const document = `<interface type='${type}'>${source}<bandwidth>${bandwidth}</bandwidth></interface>`;
  return written(defined(`<devices>${document}</devices>`), 'bandwidth');
}

test('limits of a document are written in order', () => {
  expect(withLimits('network', "<inbound burst='4' average='5' floor='3'/><other/>")).toBe(
    "<bandwidth><inbound average='5' floor='3' burst='4'/></bandwidth>",
  );
  expect(withLimits('user', '')).toBe('');
});

test.each([
  ['<inbound/>', 'Missing mandatory average or floor'],
  ["<inbound floor='1' peak='2'/>", "'peak' and 'burst' require 'average'"],
  ["<inbound average='x'/>", "could not convert bandwidth average value 'x'"],
  ["<outbound average='1' floor='1'/>", "'floor' attribute allowed only in <inbound>"],
  ["<inbound floor='1'/>", 'floor attribute is not supported for this config'],
  ["<inbound average='1'/><inbound average='1'/>", 'Only one child <inbound> element allowed'],
])('%s is refused', (bandwidth, complaint) => {
  expect(() => withLimits('user', bandwidth)).toThrow(complaint);
});
