import { expect, test } from '@jest/globals';
import { parseBlkioLimit, readBlkioTuning } from '../../../../../src/test-driver/domain/definition/blkio-tuning.ts';
import { defined, written } from './defined.ts';

test('limits that are none are not written', () => {
  const device = '<device><path>/d</path><write_bytes_sec>7</write_bytes_sec><weight>0</weight></device>';
  const definition = defined(`<blkiotune>${device}<device><path>/e</path></device><weight>500</weight></blkiotune>`);
  expect(written(definition, 'blkiotune')).toBe(
    '<blkiotune><weight>500</weight><device><path>/d</path><write_bytes_sec>7</write_bytes_sec></device></blkiotune>',
  );
  expect(readBlkioTuning(definition.part('blkiotune'))).toEqual({
    weight: 500,
    devices: [{ path: '/d', limits: { write_bytes_sec: 7n } }],
  });
});

test.each([
  ['weight', '4294967295', 4294967295n],
  ['weight', '4294967296', undefined],
  ['read_bytes_sec', '18446744073709551615', 18446744073709551615n],
  ['read_bytes_sec', '18446744073709551616', undefined],
  ['read_iops_sec', '-1', undefined],
] as const)('a %s of %s is %s', (name, text, value) => {
  expect(parseBlkioLimit(name, text)).toBe(value);
});

test.each([
  ['<device/>', 'missing per-device path'],
  ['<device><path>/d</path><read_iops_sec>x</read_iops_sec></device>', 'could not parse read iops sec x'],
])('%s is refused', (device, complaint) => {
  expect(() => defined(`<blkiotune>${device}</blkiotune>`)).toThrow(complaint);
});
