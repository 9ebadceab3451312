import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import * as nodeText from '../../../src/xdr/text.ts';
import { Random } from '../../support/random-values.ts';
import { hex } from './hex.ts';

type Text = typeof nodeText;

/** The same module as it loads where there is no Buffer, as in a browser. */
async function loadPortable(): Promise<Text> {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'Buffer');
  if (descriptor === undefined) throw new Error('Node has a Buffer');
  try {
    Reflect.deleteProperty(globalThis, 'Buffer');
    jest.resetModules();
    return (await import('../../../src/xdr/text.ts')) as Text;
  } finally {
    Object.defineProperty(globalThis, 'Buffer', descriptor);
  }
}

const portableText = await loadPortable();

const vectors: [what: string, bytes: string, text: string][] = [
  ['nothing', '', ''],
  ['ASCII', '61 7f 20', 'a\u007f '],
  ['two, three and four bytes', 'c3a9 e4b8ad f09f9880', 'é中😀'],
  [
    'the first and the last of each length',
    'c280 dfbf e0a080 efbfbf f0908080 f48fbfbf',
    '\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}',
  ],
  ['either side of the surrogates', 'ed9fbf ee8080', '\ud7ff\ue000'],
  ['a byte order mark in front', 'efbbbf 61', '\ufeffa'],
  ['U+FFFD itself', 'efbfbd', '\ufffd'],
  ['U+FFFD beside a stray byte', 'efbfbd ff', '\ufffd\udcff'],
  ['Latin-1', '67 72 fc 6e', 'gr\udcfcn'],
  ['a continuation without its lead', '80 bf', '\udc80\udcbf'],
  ['a lead without its continuation', 'c3 28 c3', '\udcc3(\udcc3'],
  ['three bytes cut short', 'e4b8 61 e4b8', '\udce4\udcb8a\udce4\udcb8'],
  ['four bytes cut short', 'f09f98', '\udcf0\udc9f\udc98'],
  ['overlong forms', 'c080 c1bf e09fbf f08fbfbf', '\udcc0\udc80\udcc1\udcbf\udce0\udc9f\udcbf\udcf0\udc8f\udcbf\udcbf'],
  ['an encoded surrogate', 'eda080', '\udced\udca0\udc80'],
  ['past the last code point', 'f4908080 f5', '\udcf4\udc90\udc80\udc80\udcf5'],
  ['a stray byte in front of a whole character', 'e4 c3a9', '\udce4é'],
];

describe.each([
  ["with Node's decoder", nodeText],
  ['without a Buffer', portableText],
])('text %s', (_, { decodeText, encodeText }) => {
  function encode(text: string, offset = 0): Uint8Array {
    const target = new Uint8Array(offset + text.length * 3);
    const end = encodeText(text, target, offset);
    if (end < 0) throw new Error('refused');
    return target.slice(offset, end);
  }

  test.each(vectors)('%s', (_what, digits, text) => {
    const bytes = hex(digits);
    expect(decodeText(bytes, 0, bytes.length)).toBe(text);
    expect(encode(text)).toEqual(bytes);
    expect(encode(text, 5)).toEqual(bytes);
  });

  test.each(vectors)('%s, within a longer message', (_what, digits, text) => {
    const bytes = hex(`c3 ${digits} a9 80`);
    expect(decodeText(bytes, 1, bytes.length - 2)).toBe(text);
  });

  test.each(vectors)('%s, behind more characters than the short loop takes', (_what, digits, text) => {
    const bytes = hex(`${'61'.repeat(40)} ${digits}`);
    expect(decodeText(bytes, 0, bytes.length)).toBe('a'.repeat(40) + text);
    expect(encode('a'.repeat(40) + text)).toEqual(bytes);
  });

  test('refuses NUL and what stands for no byte', () => {
    const padding = ['', 'a', 'é', 'a'.repeat(40)];
    for (const bad of ['\0', '\ud800', '\udbff', '\udc00', '\udc7f', '\udd00', '\udfff', '\ude00\ud83d']) {
      for (const before of padding) {
        for (const after of padding) {
          const text = before + bad + after;
          expect(encodeText(text, new Uint8Array(text.length * 3), 0)).toBe(-1);
        }
      }
    }
  });

  test('takes a surrogate pair whose second half would stand for a byte as the pair it is', () => {
    expect(encode('\ud800\udc80')).toEqual(hex('f0908280'));
    expect(encode('\ud800\udc80\udc80')).toEqual(hex('f0908280 80'));
  });

  test('is the same in a text of any length', () => {
    const bytes = hex(`${vectors.map(([, digits]) => `${digits} 20`).join('')}`.repeat(200));
    const text = `${vectors.map(([, , each]) => `${each} `).join('')}`.repeat(200);
    expect(text.length).toBeGreaterThan(10_000);
    expect(decodeText(bytes, 0, bytes.length)).toBe(text);
    expect(encode(text)).toEqual(bytes);
  });

  test('keeps all bytes of a long name in no encoding at all', () => {
    const bytes = new Random(5).bytes(10_000).map((byte) => byte || 1);
    expect(encode(decodeText(bytes, 0, bytes.length))).toEqual(bytes);
  });
});

test('only the portable decoder calls TextDecoder for text that is plain', () => {
  const decode = jest.spyOn(TextDecoder.prototype, 'decode');
  expect(nodeText.decodeText(hex('6162'), 0, 2)).toBe('ab');
  expect(decode).toHaveBeenCalledTimes(0);
  expect(portableText.decodeText(hex('6162'), 0, 2)).toBe('ab');
  expect(decode).toHaveBeenCalledTimes(1);
  decode.mockRestore();
});

const python = '/usr/bin/python3';
(existsSync(python) ? describe : describe.skip)("text is what Python's surrogateescape makes of the same bytes", () => {
  test.each([
    ["with Node's decoder", nodeText],
    ['without a Buffer', portableText],
  ])('%s', (_, { decodeText }) => {
    const random = new Random(11);
    // Bytes that UTF-8 gives a meaning, more often than chance would have them in a row.
    const telling = [
      0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xff,
    ];
    const inputs = Array.from({ length: 5000 }, () =>
      Uint8Array.from({ length: random.below(12) }, () => (random.chance(0.8) ? random.pick(telling) : random.word())),
    );
    const program = `
import sys
for line in sys.stdin:
    text = bytes.fromhex(line).decode('utf-8', 'surrogateescape')
    print(text.encode('utf-16-be', 'surrogatepass').hex())
`;
    const input = inputs.map((bytes) => `${Buffer.from(bytes).toString('hex')}\n`).join('');
    const lines = execFileSync(python, ['-c', program], { input, encoding: 'latin1' }).split('\n');
    const different = inputs.filter((bytes, i) => {
      const units = Array.from(decodeText(bytes, 0, bytes.length), (c) =>
        Array.from({ length: c.length }, (_unit, at) => c.charCodeAt(at).toString(16).padStart(4, '0')).join(''),
      );
      return units.join('') !== lines[i];
    });
    expect(different).toEqual([]);
    expect(lines).toHaveLength(inputs.length + 1);
  });
});
