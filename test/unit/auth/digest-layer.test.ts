import { createCipheriv, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DigestCipher, digestCiphers } from '../../../src/auth/digest-cipher.ts';
import { type DigestKeys, DigestLayer } from '../../../src/auth/digest-layer.ts';
import { Rc4 } from '../../../src/auth/rc4.ts';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';

const keys = (seed: number): DigestKeys => ({
  integrity: Uint8Array.from({ length: 16 }, (_, at) => seed + at),
  confidentiality: Uint8Array.from({ length: 16 }, (_, at) => seed * 3 + at * 7),
});
const up = keys(1);
const down = keys(101);

function ends(cipher: DigestCipher | undefined, largest = 100): [DigestLayer, DigestLayer] {
  const limits = { largestSent: largest, largestReceived: largest, cipher };
  return [
    new DigestLayer({ send: up, receive: down, ...limits }),
    new DigestLayer({ send: down, receive: up, ...limits }),
  ];
}

function unwrapped(layer: DigestLayer, chunk: Uint8Array): Buffer {
  const parts: Buffer[] = [];
  layer.unwrap(chunk, (bytes) => parts.push(Buffer.from(bytes)));
  return Buffer.concat(parts);
}

const layers: readonly [string, DigestCipher | undefined, number][] = [
  ['signatures alone', undefined, 1],
  ...digestCiphers.map((cipher): [string, DigestCipher, number] => [cipher.name, cipher, cipher.strength]),
];

describe.each(layers)('%s', (name, cipher, strength) => {
  test('counts as what it is', () => expect(ends(cipher)[0].strength).toBe(strength));

  test('what one end seals the other opens, in pieces that are small enough and cut anywhere', () => {
    const texts = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 50 }), (messages, cut) => {
        const [client, server] = ends(cipher);
        const stream = Buffer.concat(messages.map((message) => client.wrap(message)));
        for (let at = 0; at < stream.length; ) {
          const length = stream.readUInt32BE(at);
          expect(length).toBeLessThanOrEqual(100);
          at += 4 + length;
        }
        const found: Buffer[] = [];
        for (let at = 0; at < stream.length; at += cut) found.push(unwrapped(server, stream.subarray(at, at + cut)));
        expect(Buffer.concat(found)).toEqual(Buffer.concat(messages));
        expect(unwrapped(client, server.wrap(Buffer.from('and back')))).toEqual(Buffer.from('and back'));
      }),
      { numRuns: 50 },
    );
  });

  test('a piece is what RFC 2831 says', () => {
    const [client] = ends(cipher);
    client.wrap(Buffer.from('before'));
    const plain = Buffer.from('libvirt');
    const signature = createHmac('md5', up.integrity)
      .update(Buffer.from([0, 0, 0, 1]))
      .update(plain)
      .digest()
      .subarray(0, 10);
    const before = createHmac('md5', up.integrity)
      .update(Buffer.from([0, 0, 0, 0]))
      .update('before')
      .digest()
      .subarray(0, 10);
    let expected = Buffer.concat([plain, signature]);
    if (name === 'rc4') {
      const rc4 = new Rc4(up.confidentiality);
      rc4.update(Buffer.concat([Buffer.from('before'), before]));
      expected = Buffer.from(rc4.update(expected));
    } else if (name === '3des') {
      const key = up.confidentiality;
      const withParity = Buffer.concat([parted(key.subarray(0, 7)), parted(key.subarray(7, 14))]);
      const des = createCipheriv('des-ede-cbc', withParity, key.subarray(8)).setAutoPadding(false);
      des.update(Buffer.concat([Buffer.from('before'), Buffer.alloc(8, 8), before]));
      expected = des.update(Buffer.concat([plain, Buffer.alloc(7, 7), signature]));
    }
    const length = Buffer.from([0, 0, 0, expected.length + 6]);
    expect(client.wrap(plain)).toEqual(Buffer.concat([length, expected, Buffer.from([0, 1, 0, 0, 0, 1])]));
  });

  test('whatever is changed, left out, repeated or cut short is noticed', () => {
    const [client] = ends(cipher);
    const first = client.wrap(Buffer.from('first'));
    const second = client.wrap(Buffer.from('second'));
    for (let at = 4; at < first.length; at++) {
      const forged = Buffer.from(first);
      forged[at] = (forged[at] ?? 0) ^ 1;
      const [, server] = ends(cipher);
      expect(() => unwrapped(server, forged)).toThrow(ProtocolError);
    }
    expect(() => unwrapped(ends(cipher)[1], second)).toThrow(/out of turn/);
    const [, server] = ends(cipher);
    unwrapped(server, first);
    expect(() => unwrapped(server, first)).toThrow(/out of turn/);
    expect(() => unwrapped(server, second)).toThrow(ProtocolError);
    const [, other] = ends(cipher);
    expect(() => unwrapped(other, Buffer.from([0, 0, 0, 6, 0, 1, 0, 0, 0, 0]))).toThrow(/of 6 bytes cannot be/);
    expect(() => unwrapped(ends(cipher)[1], Buffer.from([0, 0, 0, 101]))).toThrow(/101 bytes; 100 were agreed/);
  });

  test('what we sealed ourselves is not taken for the other end', () => {
    const [client] = ends(cipher);
    const mine = client.wrap(Buffer.from('echo'));
    expect(() => unwrapped(client, mine)).toThrow(/was not sealed by the daemon/);
  });
});

test('there is no layer where no piece has room', () => {
  expect(() => ends(undefined, 16)).toThrow(RangeError);
});

/** Seven bytes as eight with odd parity, the other way than the code has it: from the text of their bits. */
function parted(bytes: Uint8Array): Buffer {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Buffer.from(
    Array.from({ length: 8 }, (_, at) => {
      const seven = bits.slice(at * 7, at * 7 + 7);
      const odd = [...seven].filter((bit) => bit === '1').length % 2 === 0 ? '1' : '0';
      return Number.parseInt(seven + odd, 2);
    }),
  );
}
