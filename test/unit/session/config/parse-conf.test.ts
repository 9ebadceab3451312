import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConfigFileError } from '../../../../src/errors/config-file-error.ts';
import { type ConfValue, confError, parseConf } from '../../../../src/session/config/parse-conf.ts';

/** A value without its place. */
type Plain = string | bigint | readonly Plain[];

function plain(value: ConfValue): Plain {
  return value.type === 'string'
    ? value.text
    : value.type === 'number'
      ? BigInt(value.text.replace('+', ''))
      : value.items.map(plain);
}

const parse = (text: string): Record<string, Plain> =>
  Object.fromEntries([...parseConf(text, '/conf')].map(([name, value]) => [name, plain(value)]));

describe('a configuration', () => {
  test.each<readonly [text: string, values: Record<string, Plain>]>([
    ['', {}],
    ['# only this', {}],
    ['\n \t\r\n# one\n\n#two\r\n', {}],
    ['a=1', { a: 1n }],
    ['a = -12\nb=+3;c = 007', { a: -12n, b: 3n, c: 7n }],
    ['a = 18446744073709551616', { a: 2n ** 64n }],
    ['\t a\t=\t"x"\t', { a: 'x' }],
    ['a = "it\'s"; b = \'"quoted"\'', { a: "it's", b: '"quoted"' }],
    ['a = """one\n"two" \'three\'\n"""\nb = 1', { a: 'one\n"two" \'three\'\n', b: 1n }],
    ['a = """x"""', { a: 'x' }],
    ['a = """""" ', { a: '' }],
    ['a = ""', { a: '' }],
    ['a = [ ]', { a: [] }],
    ['a = ["x","y"]', { a: ['x', 'y'] }],
    ['a = [\n  "x",\n\n  1 ,\n]\nb = 2', { a: ['x', 1n], b: 2n }],
    ['a = [["x", []], 2]', { a: [['x', []], 2n] }],
    ['a = 1 # why\nb = 2#why not\n', { a: 1n, b: 2n }],
    ['a = 1; # why\nb = 2', { a: 1n, b: 2n }],
    ['A_1z = 1', { A_1z: 1n }],
    ['a = 1\na = 2', { a: 1n }],
    ['a = "é€"\r\nb = 1\r\n', { a: 'é€', b: 1n }],
  ])('%j', (text, values) => {
    expect(parse(text)).toEqual(values);
  });

  test('has no escapes', () => {
    expect(parse('a = "\\"')).toEqual({ a: '\\' });
    expect(() => parse('a = "x\\" y"')).toThrow('/conf:1:10: expected the end of the line or ;, found "y"');
  });

  test('knows where its values begin', () => {
    const text = 'a = "x" ; b = [1,\n  "é", "y"]';
    const values = parseConf(text, '/conf');
    expect(values.get('a')).toMatchObject({ at: text.indexOf('"x"') });
    expect(values.get('b')).toMatchObject({
      at: text.indexOf('['),
      items: [{ at: text.indexOf('1') }, { at: text.indexOf('"é"') }, { at: text.indexOf('"y"') }],
    });
    expect(confError('so', { text, file: '/conf', at: text.indexOf('"y"') })).toMatchObject({
      message: '/conf:2:8: so',
      line: 2,
      column: 8,
    });
  });

  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/);
  const scalar: fc.Arbitrary<Plain> = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }),
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('"""') && !text.endsWith('"')),
  );
  const model = fc.dictionary(name, fc.oneof(scalar, fc.array(scalar)), { noNullPrototype: true });
  const format = (value: Plain): string =>
    typeof value === 'bigint'
      ? String(value)
      : typeof value === 'string'
        ? `"""${value}"""`
        : `[${value.map(format).join(',\n ')}]`;

  test('says what was written', () => {
    fc.assert(
      fc.property(model, fc.constantFrom('\n', ';', '\r\n', ' # é\n'), (values, separator) => {
        const text = Object.entries(values)
          .map(([key, value]) => `${key} = ${format(value)}`)
          .join(separator);
        expect(parse(`${text} `)).toEqual(values);
      }),
    );
  });

  test('is refused with a place inside it, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=1"\'[],;#-+ \n\ré') }), (text) => {
        try {
          parseConf(text, '/conf');
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigFileError);
          const { line = 0, column = 0 } = error instanceof ConfigFileError ? error : {};
          const lines = text.split('\n');
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
      }),
    );
  });

  test('has no lists in lists without end', () => {
    expect(parse(`a = ${'['.repeat(32)}${']'.repeat(32)}; b = [[]]`)).toHaveProperty('b', [[]]);
    expect(() => parse(`\na = ${'['.repeat(100_000)}`)).toThrow('/conf:2:37: lists in lists, too many of them');
  });

  test('takes time in proportion to its length', () => {
    const statement = '# comment\nname = ["value", 1]\n';
    expect(parseConf(statement.repeat(50_000), '/conf').size).toBe(1);
    expect(parseConf(statement.replaceAll('\n', ';').replace('# comment;', '').repeat(50_000), '/conf').size).toBe(1);
  }, 2_000);
});
