import { expect, test } from '@jest/globals';
import { readBlockLimits, withBlockLimits } from '../../../../../src/test-driver/domain/definition/block-limits.ts';
import { element } from '../../../../../src/test-driver/xml/element.ts';
import { formatXml } from '../../../../../src/test-driver/xml/format-xml.ts';
import { defined } from './defined.ts';

test('limits are written in the order of documents, and read again', () => {
  const limits = new Map([
    ['read_iops_sec_max_length', 2n],
    ['size_iops_sec', 3n],
    ['total_bytes_sec', 0n],
    ['write_bytes_sec', 5n],
  ] as const);
  const disk = withBlockLimits(element('disk'), { limits, group: 'g' });
  expect([...formatXml(disk).matchAll(/<(\w+)>/g)].map(([, name]) => name)).toEqual([
    'disk',
    'iotune',
    'write_bytes_sec',
    'size_iops_sec',
    'group_name',
    'read_iops_sec_max_length',
  ]);
  limits.delete('total_bytes_sec');
  expect(readBlockLimits(disk)).toEqual({ limits, group: 'g' });
});

test('a disk without limits says nothing of any', () => {
  const disk = withBlockLimits(element('disk'), { limits: new Map(), group: undefined });
  expect(formatXml(disk)).toBe('<disk/>\n');
  expect(readBlockLimits(disk)).toEqual({ limits: new Map(), group: undefined });
});

test('what says nothing is not kept of a document', () => {
  const iotune = '<iotune><total_iops_sec>0</total_iops_sec><group_name/></iotune>';
  const disk = `<disk><source file='/a'/><target dev='vda'/>${iotune}</disk>`;
  expect(defined(`<devices>${disk}</devices>`).format({ secure: true })).not.toContain('iotune');
});
