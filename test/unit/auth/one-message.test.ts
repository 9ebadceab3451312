import { expect, test } from '@jest/globals';
import { anonymous } from '../../../src/auth/anonymous.ts';
import { external } from '../../../src/auth/external.ts';
import { MechanismError } from '../../../src/auth/mechanism-error.ts';
import { plain } from '../../../src/auth/plain.ts';
import { contextWith, converse } from './conversation.ts';

test('PLAIN sends whom to act as, the name and the password', async () => {
  const { said, outcome } = await converse(plain, contextWith({ authname: 'tim', password: 'tanstaaf tanstaaf' }), [
    null,
  ]);
  expect(said).toEqual(['\0tim\0tanstaaf tanstaaf']);
  expect(outcome).toEqual({ response: null });
  const other = contextWith({ authname: 'Kurt', password: 'xipj3plmq', username: 'Ursel' });
  expect((await converse(plain, other, [null])).said).toEqual(['Ursel\0Kurt\0xipj3plmq']);
  const same = contextWith({ authname: 'Kurt', password: 'ünï', username: 'Kurt' });
  expect((await converse(plain, same, [null])).said).toEqual(['\0Kurt\0ünï']);
});

test.each([
  { authname: '', password: 'x' },
  { authname: 'x', password: '' },
  { authname: 'a\0b', password: 'x' },
  { authname: 'a', password: 'geheim\0' },
  { authname: 'a', password: 'geheim\udfff' },
])('PLAIN refuses what it cannot send (%#)', async (credentials) => {
  const error: unknown = await converse(plain, contextWith(credentials), [null]).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(MechanismError);
  expect(String(error)).not.toContain('geheim');
});

test('EXTERNAL sends whom to act as, or nothing', async () => {
  expect((await converse(external, contextWith({}), [null])).said).toEqual(['']);
  expect((await converse(external, contextWith({ username: 'fred' }), [null])).said).toEqual(['fred']);
});

test('ANONYMOUS sends a word for the log, which has an end', async () => {
  expect((await converse(anonymous, contextWith({}), [null])).said).toEqual(['libvirt-rpc']);
  expect((await converse(anonymous, contextWith({ authname: 'sirhc' }), [null])).said).toEqual(['sirhc']);
  const long = contextWith({ authname: 'x'.repeat(256) });
  await expect(converse(anonymous, long, [null])).rejects.toThrow(MechanismError);
});
