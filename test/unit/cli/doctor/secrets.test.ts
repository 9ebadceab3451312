import { expect, test } from '@jest/globals';
import { maskSecrets, secretsOf } from '../../../../src/cli/doctor/secrets.ts';
import { madeUpReport } from './made-up-report.ts';

test.each([
  ['qemu+ssh://fred@kvm1/system?keyfile=/k', []],
  ['qemu+tcp://fred:open%20sesame@kvm1/system', ['open%20sesame', 'open sesame']],
  ['esx://kvm1/?x=1;db_password=one&Secret=two&token=#three', ['one', 'one', 'two', 'two']],
  ['qemu:///system?password=%zz', ['%zz', '%zz']],
  ['no URI at all', []],
])('%s has %j', (uri, secrets) => {
  expect(secretsOf(uri)).toEqual(secrets);
});

test('are masked wherever they stand, as written and decoded', () => {
  const given = 'qemu+tcp://fred:open%20sesame@kvm1/system';
  const mask = maskSecrets(madeUpReport([{ step: 'uri', given }]));
  expect(mask(`${given}: it is open sesame`)).toBe('qemu+tcp://fred:***@kvm1/system: it is ***');
  expect(maskSecrets(madeUpReport([{ step: 'uri', given: 'qemu:///system' }]))('as it is')).toBe('as it is');
});
