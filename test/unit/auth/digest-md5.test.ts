import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { digestMd5, digestMd5With } from '../../../src/auth/digest-md5.ts';
import { MechanismError } from '../../../src/auth/mechanism-error.ts';
import { contextWith, converse } from './conversation.ts';

const chris = { authname: 'chris', password: 'secret' };
const elwood = 'realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8';
const mechanism = digestMd5With(() => 'OA6MHXh6VqTrRk');

describe('the examples of RFC 2831', () => {
  test.each([
    {
      service: 'imap',
      nonces: ['OA6MG9tEQGm2hh', 'OA6MHXh6VqTrRk'],
      response: 'd388dad90d4bbd760a152321f2143af7',
      rspauth: 'ea40f60335c427b5527b84dbabcdfffd',
    },
    {
      service: 'acap',
      nonces: ['OA9BSXrbuRhWay', 'OA9BSuZWMSpW8m'],
      response: '6084c6db3fede7352c551284490fd0fc',
      rspauth: '2f0b3d7c3c2e486600ef710726aa2eae',
    },
  ])('$service', async ({ service, nonces: [theirs = '', ours = ''], response, rspauth }) => {
    const context = contextWith(chris, { service, host: 'elwood.innosoft.com' });
    const challenge = `realm="elwood.innosoft.com",nonce="${theirs}",qop="auth",algorithm=md5-sess,charset=utf-8`;
    const { said, outcome } = await converse(
      digestMd5With(() => ours),
      context,
      [challenge, `rspauth=${rspauth}`],
    );
    expect(said).toEqual([
      null,
      `charset=utf-8,username="chris",realm="elwood.innosoft.com",nonce="${theirs}",cnonce="${ours}",nc=00000001,` +
        `qop=auth,digest-uri="${service}/elwood.innosoft.com",response=${response}`,
    ]);
    expect(outcome).toEqual({ response: null, layer: undefined });
  });
});

const md5 = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  createHash('md5')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

test('names are hashed in ISO 8859-1 as far as that goes, and whom to act as is part of it', async () => {
  const context = contextWith({ authname: 'jörg', password: 'paß', username: 'wurzel "x"', realm: 'Łódź' });
  const { said } = await converse(mechanism, context, [elwood]);
  const a1 = Buffer.concat([
    md5(Buffer.from('jörg', 'latin1'), ':', 'Łódź', ':', Buffer.from('paß', 'latin1')),
    Buffer.from(':OA6MG9tEQGm2hh:OA6MHXh6VqTrRk:wurzel "x"'),
  ]);
  const a2 = md5('AUTHENTICATE:libvirt/localhost').toString('hex');
  const response = md5(`${md5(a1).toString('hex')}:OA6MG9tEQGm2hh:00000001:OA6MHXh6VqTrRk:auth:${a2}`).toString('hex');
  expect(said[1]).toContain('username="jörg",realm="Łódź",');
  expect(said[1]).toContain(`response=${response},authzid="wurzel \\"x\\""`);
});

test('without charset=utf-8 everything is ISO 8859-1, and what that has not is refused', async () => {
  const old = elwood.replace(',charset=utf-8', '');
  const { said } = await converse(mechanism, contextWith({ authname: 'jorg', password: 'paß' }), [old]);
  expect(said[1]).toMatch(/^username="jorg",/);
  const polish = contextWith({ authname: 'łukasz', password: 'x' });
  await expect(converse(mechanism, polish, [old])).rejects.toThrow(/ISO 8859-1/);
});

describe('the realm', () => {
  const realms = (...names: readonly string[]) =>
    [...names.map((name) => `realm="${name}"`), 'nonce="n",algorithm=md5-sess,charset=utf-8'].join(',');
  const said = async (challenge: string, changes: object = {}) =>
    (await converse(mechanism, contextWith({ ...chris, ...changes }), [challenge])).said[1];

  test('is the only one that there is', async () => expect(await said(realms('one'))).toContain(',realm="one",'));
  test('is asked for where there are more', async () => expect(await said(realms('one', 'two'))).toContain('"one"'));
  test('is what we are told', async () => expect(await said(realms('one'), { realm: 'my' })).toContain(',realm="my",'));
  test('is the host where there is none', async () => expect(await said(realms())).toContain(',realm="localhost",'));
});

describe('the protection', () => {
  const offer = (qop: string, cipher: string, more = '') =>
    `nonce="n",qop="${qop}",${cipher === '' ? '' : `cipher="${cipher}",`}${more}algorithm=md5-sess,charset=utf-8`;
  const choose = async (challenge: string, minimum: number, maximum: number) => {
    const { said } = await converse(mechanism, contextWith(chris, { strength: { minimum, maximum } }), [challenge]);
    return /qop=[^,]*/.exec(said[1] ?? '')?.[0] + (/,cipher=[^,]*/.exec(said[1] ?? '')?.[0] ?? '');
  };
  const all = offer('auth,auth-int,auth-conf', 'rc4-40,rc4-56,rc4,des,3des');

  test('is no more than is needed', async () => {
    expect(await choose(all, 0, 100_000)).toBe('qop=auth');
    expect(await choose(all, 1, 100_000)).toBe('qop=auth-int');
    expect(await choose(all, 56, 100_000)).toBe('qop=auth-conf,cipher=rc4');
    expect(await choose(all, 56, 112)).toBe('qop=auth-conf,cipher=3des');
    expect(await choose(offer('auth-conf', 'des,3des'), 56, 100_000)).toBe('qop=auth-conf,cipher=3des');
    expect(await choose(offer('auth-int', ''), 0, 100_000)).toBe('qop=auth-int');
  });

  test.each([
    ['of weak ciphers', offer('auth-conf', 'rc4-40,rc4-56,des'), 56, 100_000, /rc4 or 3des.*the cipher des/],
    ['of too weak ciphers', offer('auth-conf', '3des'), 128, 100_000, /128 to 100000 bits.*the cipher 3des/],
    ['without ciphers', offer('auth,auth-int', 'rc4'), 56, 100_000, /daemon has auth, auth-int/],
    ['that must not be', offer('auth-int,auth-conf', 'rc4'), 0, 0, /0 to 0 bits/],
  ])('%s is refused', async (_, challenge, minimum, maximum, reason) => {
    await expect(choose(challenge, minimum, maximum)).rejects.toThrow(reason);
  });

  test('is part of the proof, as is the size of pieces', async () => {
    const context = contextWith(chris, { strength: { minimum: 56, maximum: 256 } });
    const { said } = await converse(mechanism, context, [offer('auth-conf', 'rc4')]);
    const a1 = Buffer.concat([md5('chris:localhost:secret'), Buffer.from(':n:OA6MHXh6VqTrRk')]);
    const a2 = md5(`AUTHENTICATE:libvirt/localhost:${'0'.repeat(32)}`).toString('hex');
    const response = md5(`${md5(a1).toString('hex')}:n:00000001:OA6MHXh6VqTrRk:auth-conf:${a2}`).toString('hex');
    expect(said[1]).toContain(`,maxbuf=65536,cipher=rc4,response=${response}`);
  });
});

describe('a daemon is not believed', () => {
  test.each([
    ['that does not begin', null, /no challenge/],
    ['without a nonce', 'qop="auth",algorithm=md5-sess', /no nonce/],
    ['with an empty nonce', 'nonce="",algorithm=md5-sess', /no nonce/],
    ['with two nonces', 'nonce="a",nonce="b",algorithm=md5-sess', /two nonce/],
    ['of another algorithm', 'nonce="a",algorithm=md5', /md5-sess/],
    ['of no algorithm', 'nonce="a"', /md5-sess/],
    ['of another character set', 'nonce="a",algorithm=md5-sess,charset=koi8-r', /koi8-r/],
    ['that takes no bytes', 'nonce="a",algorithm=md5-sess,maxbuf=16', /maxbuf "16"/],
    ['that takes too many bytes', 'nonce="a",algorithm=md5-sess,maxbuf=16777216', /maxbuf "16777216"/],
    ['whose bytes are no number', 'nonce="a",algorithm=md5-sess,maxbuf=-1', /maxbuf "-1"/],
    ['with an open quotation', 'nonce="a,algorithm=md5-sess', /character 0/],
    ['that talks on and on', `nonce="${'a'.repeat(2048)}",algorithm=md5-sess`, /of 2\d{3} characters/],
    ['with a word alone', 'nonce="a",algorithm', /character 9/],
  ])('%s', async (_, challenge, reason) => {
    const talk = converse(digestMd5, contextWith(chris), [challenge]);
    await expect(talk).rejects.toThrow(MechanismError);
    await expect(talk).rejects.toThrow(reason);
  });

  test.each([
    ['that proves nothing', null, /no proof/],
    ['with an empty proof', '', /did not prove/],
    ['with another proof', `rspauth=${'0'.repeat(32)}`, /did not prove/],
    ['with half a proof', 'rspauth=00', /did not prove/],
    ['with two proofs', `rspauth=${'0'.repeat(32)},rspauth=${'1'.repeat(32)}`, /two rspauth/],
  ])('%s', async (_, proof, reason) => {
    const talk = converse(digestMd5, contextWith(chris), [elwood, proof]);
    await expect(talk).rejects.toThrow(MechanismError);
    await expect(talk).rejects.toThrow(reason);
  });
});

test('a challenge may have spaces, empty elements, escapes and capitals', async () => {
  const { said } = await converse(mechanism, contextWith(chris), [
    ' , NONCE = "a\\"b\\\\" ,, QOP="auth-int, auth" ,algorithm="md5-sess", realm="" , ,x-new=1,charset=UTF-8 ,',
  ]);
  expect(said[1]).toContain('realm="",nonce="a\\"b\\\\",cnonce=');
});
