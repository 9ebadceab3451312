import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { encryptionType, encryptionTypes, foldTo } from '../../../../src/auth/kerberos/encryption-type.ts';
import { MechanismError } from '../../../../src/auth/mechanism-error.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

// RFC 3961, A.1.
test.each([
  ['012345', 64, 'be072631276b1955'],
  ['password', 56, '78a07b6caf85fa'],
  ['Rough Consensus, and Running Code', 64, 'bb6ed30870b7f0e0'],
  ['password', 168, '59e4a8ca7c0385c3c37b3f6d2000247cb6e6bd5b3e'],
  ['MASSACHVSETTS INSTITVTE OF TECHNOLOGY', 192, 'db3b0d8f0b061e603282b308a50841229ad798fab9540c1b'],
  ['Q', 168, '518a54a215a8452a518a54a215a8452a518a54a215'],
  ['ba', 168, 'fb25d531ae8974499f52fd92ea9857c4ba24cf297e'],
  ['kerberos', 64, '6b65726265726f73'],
  ['kerberos', 128, '6b65726265726f737b9b5b2b93132b93'],
])('%s is folded to %i bits', (text, bits, folded) => {
  expect(Buffer.from(foldTo(Buffer.from(text), bits / 8)).toString('hex')).toBe(folded);
});

const key128 = hex('3705D96080C17728A0E800EAB6E0D23C');
const key256 = hex('6D404D37FAF79F9DF0D33568D320669800EB4836472EA8A026D16B7182460C52');

describe('the examples of RFC 8009', () => {
  test.each([
    [
      19,
      key128,
      '',
      '7E5895EAF2672435BAD817F545A37148',
      'EF85FB890BB8472F4DAB20394DCA781DAD877EDA39D50C870C0D5A0A8E48C718',
    ],
    [
      19,
      key128,
      '000102030405',
      '7BCA285E2FD4130FB55B1A5C83BC5B24',
      '84D7F30754ED987BAB0BF3506BEB09CFB55402CEF7E6 877CE99E247E52D16ED4421DFDF8976C',
    ],
    [
      20,
      key256,
      '',
      'F764E9FA15C276478B2C7D0C4E5F58E4',
      '41F53FA5BFE7026D91FAF9BE959195A0 58707273A96A40F0A01960621AC612748B9BBFBE7EB4CE3C',
    ],
    [
      20,
      key256,
      '000102030405',
      'B80D3251C1F6471494256FFE712D0B9A',
      '4ED7B37C2BCAC8F74F23C1CF07E62BC7B75FB3F637B9 F559C7F664F69EAB7B6092237526EA0D1F61CB20D69D10F2',
    ],
  ])('type %i encrypts', (number, key, plain, confounder, sealed) => {
    const type = encryptionType(number);
    expect(type.encrypt(key, 2, hex(plain), hex(confounder))).toEqual(hex(sealed));
    expect(type.decrypt(key, 2, hex(sealed))).toEqual(hex(plain));
  });

  test.each([
    [19, key128, 'D78367186643D67B411CBA9139FC1DEE'],
    [20, key256, '45EE791567EEFCA37F4AC1E0222DE80D43C3BFA06699672A'],
  ])('type %i signs', (number, key, checksum) => {
    const text = Uint8Array.from({ length: 21 }, (_, index) => index);
    expect(encryptionType(number).checksum(key, 2, text)).toEqual(hex(checksum));
    expect(encryptionType(number).checksum(key, 2, text.subarray(0, 7), text.subarray(7))).toEqual(hex(checksum));
  });
});

describe.each(encryptionTypes)('$name', (type) => {
  const key = randomBytes(type.keyBytes);

  test('decrypts what it encrypts, of every length', () => {
    for (let length = 0; length < 70; length++) {
      const text = randomBytes(length);
      const sealed = type.encrypt(key, 24, text);
      expect(sealed).toHaveLength(length + 16 + type.checksumBytes);
      expect(type.decrypt(key, 24, sealed)).toEqual(text);
    }
  });

  test('notices every change, another usage and another key', () => {
    const sealed = type.encrypt(key, 24, randomBytes(20));
    for (let at = 0; at < sealed.length; at++) {
      const forged = Buffer.from(sealed);
      forged[at] = (forged[at] ?? 0) ^ 0x10;
      expect(() => type.decrypt(key, 24, forged)).toThrow(MechanismError);
    }
    expect(() => type.decrypt(key, 22, sealed)).toThrow(MechanismError);
    expect(() => type.decrypt(randomBytes(type.keyBytes), 24, sealed)).toThrow(MechanismError);
    for (const length of [0, 1, 15, type.checksumBytes + 15]) {
      expect(() => type.decrypt(key, 24, sealed.subarray(0, length))).toThrow(MechanismError);
    }
  });
});

test('types of yore are refused with those that are known', () => {
  expect(() => encryptionType(23)).toThrow(/type 23; known here are aes256-cts-hmac-sha384-192/);
});
