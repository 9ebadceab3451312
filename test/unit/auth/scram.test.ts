import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { MechanismError } from '../../../src/auth/mechanism-error.ts';
import { scram, scramMechanisms } from '../../../src/auth/scram.ts';
import { contextWith, converse } from './conversation.ts';

const user = contextWith({ authname: 'user', password: 'pencil' });

describe('the examples of the RFCs', () => {
  test.each([
    {
      name: 'SHA-1',
      nonce: 'fyko+d2lbbFgONRv9qkxdawL',
      first: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
      answer: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
      final: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
    },
    {
      name: 'SHA-256',
      nonce: 'rOprNGfwEbeRWgbNEkqO',
      first: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
      answer:
        'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      final: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    },
  ] as const)('SCRAM-$name', async ({ name, nonce, first, answer, final }) => {
    const mechanism = scram({ name, rank: 1 }, () => nonce);
    const { said, outcome } = await converse(mechanism, user, [first, final]);
    expect(said).toEqual([`n,,n=user,r=${nonce}`, answer]);
    expect(outcome).toEqual({ response: null });
  });
});

test('each hash has its mechanism, the longer the stronger', () => {
  const byRank = [...scramMechanisms].sort((one, other) => other.rank - one.rank).map(({ name }) => name);
  expect(byRank).toEqual(['SCRAM-SHA-512', 'SCRAM-SHA-384', 'SCRAM-SHA-256', 'SCRAM-SHA-224', 'SCRAM-SHA-1']);
});

test('names and passwords go through SASLprep, names are escaped, and another name to act as is told', async () => {
  const context = contextWith({ authname: 'a=b,ª', password: 'p\u00adw', username: 'root,=' });
  const mechanism = scram({ name: 'SHA-256', rank: 1 }, () => 'ours');
  const first = 'r=oursTheirs,s=c2FsdA==,i=4096';
  const { said } = await converse(mechanism, context, [first]);
  const bare = 'n=a=3Db=2Ca,r=ours';
  const header = 'n,a=root=2C=3D,';
  expect(said[0]).toBe(`${header}${bare}`);

  const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();
  const key = hmac(pbkdf2Sync('pw', 'salt', 4096, 32, 'sha256'), 'Client Key');
  const withoutProof = `c=${Buffer.from(header).toString('base64')},r=oursTheirs`;
  const signature = hmac(createHash('sha256').update(key).digest(), `${bare},${first},${withoutProof}`);
  const proof = Buffer.from(key.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64');
  expect(said[1]).toBe(`${withoutProof},p=${proof}`);
});

test('every conversation has a nonce of its own', async () => {
  const [mechanism] = scramMechanisms;
  if (mechanism === undefined) throw new Error('there is no SCRAM');
  const firsts = await Promise.all([1, 2, 3].map(async () => (await converse(mechanism, user, [])).said[0]));
  expect(new Set(firsts).size).toBe(3);
  for (const first of firsts) expect(first).toMatch(/^n,,n=user,r=[\x21-\x2b\x2d-\x7e]{32}$/);
});

describe('a daemon is not believed', () => {
  const mechanism = scram({ name: 'SHA-256', rank: 1 }, () => 'ours');
  const good = 'r=oursTheirs,s=c2FsdA==,i=4096';

  test.each([
    ['that says nothing', null, /no first message/],
    ['that is empty', '', /not one of SCRAM/],
    ['that is not UTF-8', Buffer.from([0xff]), /not UTF-8/],
    ['whose nonce is not ours', 'r=othersTheirs,s=c2FsdA==,i=4096', /does not continue/],
    ['that adds nothing to our nonce', 'r=ours,s=c2FsdA==,i=4096', /does not continue/],
    ['without salt', 'r=oursTheirs,s=,i=4096', /salt/],
    ['with salt that is not base64', 'r=oursTheirs,s=c2FsdA=,i=4096', /salt/],
    ['with salt that only looks like base64', 'r=oursTheirs,s=c2FsdB==,i=4096', /salt/],
    ['with few iterations', 'r=oursTheirs,s=c2FsdA==,i=4095', /4095 iterations; 4096 to 1000000/],
    ['with iterations for ever', 'r=oursTheirs,s=c2FsdA==,i=1000001', /1000001 iterations/],
    ['with iterations beyond counting', 'r=oursTheirs,s=c2FsdA==,i=99999999999', /not one of SCRAM/],
    ['with iterations that are none', 'r=oursTheirs,s=c2FsdA==,i=04096', /not one of SCRAM/],
    ['with an extension that must be known', 'm=x,r=oursTheirs,s=c2FsdA==,i=4096', /extension/],
    ['with its words in another order', 's=c2FsdA==,r=oursTheirs,i=4096', /not one of SCRAM/],
  ])('%s', async (_, first, reason) => {
    const talk = converse(mechanism, user, [first]);
    await expect(talk).rejects.toThrow(MechanismError);
    await expect(talk).rejects.toThrow(reason);
  });

  test.each([
    ['that says nothing in the end', null, /no last message/],
    ['that refuses', 'e=invalid-proof', /refuses: "invalid-proof"/],
    ['with another signature', `v=${Buffer.alloc(32).toString('base64')}`, /did not prove/],
    ['with a short signature', 'v=AAAA', /did not prove/],
    ['with no signature', 'v=', /did not prove/],
    ['whose signature is not base64', 'v=AAA', /not one of SCRAM/],
    ['that says something else', 'x=AAAA', /not one of SCRAM/],
  ])('%s', async (_, final, reason) => {
    const talk = converse(mechanism, user, [good, final]);
    await expect(talk).rejects.toThrow(MechanismError);
    await expect(talk).rejects.toThrow(reason);
  });

  test('whatever extensions it adds behind what SCRAM has are skipped', async () => {
    const { said } = await converse(mechanism, user, [`${good},x=anything,y=more`]);
    expect(said[1]).toMatch(/^c=biws,r=oursTheirs,p=/);
  });
});

test.each([
  ['an empty name', { authname: '', password: 'x' }, 'the name is empty'],
  ['an empty password', { authname: 'x', password: '' }, 'the password is empty'],
  ['a password with a control character', { authname: 'x', password: 'geheim\u0007' }, 'the password has characters'],
  ['half a character', { authname: 'x', password: 'geheim\ud800' }, 'the password has characters'],
])('%s is refused before anything is sent, without telling it', async (_, credentials, reason) => {
  const mechanism = scram({ name: 'SHA-256', rank: 1 });
  const error: unknown = await converse(mechanism, contextWith(credentials), []).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(MechanismError);
  expect(error).toMatchObject({ message: expect.stringContaining(reason) });
  expect(String(error)).not.toContain('geheim');
});
