import { describe, expect, test } from '@jest/globals';
import { decodeXdr, encodeXdr, inField, XdrReader, XdrWriter } from '@xdr-ts/runtime';
import { typeByName } from '../../../src/protocol/registry.ts';
import { aliasTablesCodec, aliasUserCodec } from '../../codegen/fixtures/alias.ts';
import { nestingOuterCodec } from '../../codegen/fixtures/nesting.ts';
import { recursiveListCodec } from '../../codegen/fixtures/recursive.ts';
import { hex } from './hex.ts';
import { thrownBy } from './thrown-by.ts';

const uuid = new Uint8Array(16);
const domain = { name: 'vm', uuid, id: -1 };

/** What is wrong with a value of a libvirt type. */
function encodeError(type: string, value: unknown): { reason: string; offset: number; path: string } {
  return thrownBy(() => typeByName(type)?.encode(value));
}

/** What is wrong with the bytes of a libvirt type. */
function decodeError(type: string, bytes: string): { reason: string; offset: number; path: string } {
  return thrownBy(() => typeByName(type)?.decode(hex(bytes)));
}

describe('an XdrError', () => {
  test('is an Error with a code, and says where', () => {
    const error = new XdrReader(hex('00')).error('something is wrong');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'XdrError',
      code: 'XDR_ERROR',
      reason: 'something is wrong',
      offset: 0,
      path: '',
      message: 'something is wrong at byte 0',
    });
  });

  test('says field, reason and byte in its message', () => {
    const value = { dom: domain, params: [], flags: -1 };
    expect(() => typeByName('remote_domain_set_memory_parameters_args')?.encode(value)).toThrow(
      'flags: -1 is no unsigned int at byte 32',
    );
  });

  test('leaves other errors as they are', () => {
    const other = new Error('no memory of it');
    expect(inField({ offset: 0 }, other, 'field')).toBe(other);
    expect(other.message).toBe('no memory of it');
    expect(inField({ offset: 0 }, 'a string', 'field')).toBe('a string');
  });
});

describe('the path of an XdrError when writing', () => {
  const type = 'remote_domain_set_memory_parameters_args';
  const good = { field: 'a', value: { type: 1, value: 1 } };
  const cases: [what: string, value: unknown, path: string, reason: string, offset: number][] = [
    ['a field', { dom: domain, params: [], flags: 2 ** 32 }, 'flags', '4294967296 is no unsigned int', 32],
    ['a field of a struct', { dom: { ...domain, id: 0.5 } }, 'dom.id', '0.5 is no int', 24],
    ['bytes', { dom: { ...domain, uuid: new Uint8Array(15) } }, 'dom.uuid', '15 bytes where 16 belong', 8],
    [
      'an element',
      { dom: domain, params: [good, { ...good, field: 'a\0' }] },
      'params[1].field',
      'NUL or a lone surrogate in a string',
      48,
    ],
    [
      "a union's tag",
      { dom: domain, params: [good, good, { field: 'a', value: { type: 8, value: 1 } }] },
      'params[2].value.type',
      '8 is no case of remote_typed_param_value',
      76,
    ],
    [
      "a union's value",
      { dom: domain, params: [good, good, { field: 'a', value: { type: 3, value: 1 } }] },
      'params[2].value.value',
      '1 is no hyper',
      76,
    ],
    [
      'an array over its limit',
      { dom: domain, params: Array.from({ length: 17 }, () => good) },
      'params',
      'count 17 is over the limit of 16',
      28,
    ],
    ['an array that is missing', { dom: domain, flags: 0 }, 'params', 'a value is missing', 28],
    ['an array that is none', { dom: domain, params: {} }, 'params', 'count undefined is over the limit of 16', 28],
    ['an element that is missing', { dom: domain, params: [good, null] }, 'params[1].field', 'a value is missing', 48],
    [
      'an element of a list with a hole',
      { dom: domain, params: new Array(2) },
      'params[0].field',
      'a value is missing',
      32,
    ],
    ['a struct that is missing', { params: [], flags: 0 }, 'dom.name', 'a value is missing', 0],
    ['a struct that is null', { dom: null }, 'dom.name', 'a value is missing', 0],
    ['a string that is missing', { dom: { uuid, id: 1 } }, 'dom.name', 'not a string', 0],
    ['everything missing', undefined, 'dom', 'a value is missing', 0],
  ];
  test.each(cases)('%s', (_, value, path, reason, offset) => {
    expect(encodeError(type, value)).toEqual({ reason, offset, path });
  });

  test('an optional value that is left out, which is not null', () => {
    const value = { network: { name: '', uuid }, type: 0, metadata: null, key: null, flags: 0 };
    expect(encodeError('remote_network_set_metadata_args', value)).toEqual({
      reason: 'not a string',
      offset: 36,
      path: 'uri',
    });
  });

  test('rows and columns', () => {
    expect(
      thrownBy(() =>
        encodeXdr(aliasTablesCodec, [
          [[], [0n]],
          [[1n], [2n, -1n]],
        ]),
      ),
    ).toEqual({
      reason: '-1 is no unsigned hyper',
      offset: 44,
      path: '[1][1][1]',
    });
    expect(thrownBy(() => encodeXdr(aliasTablesCodec, [[[]]]))).toEqual({
      reason: '1 elements where 2 belong',
      offset: 4,
      path: '[0]',
    });
    const user = { number: 0, numbers: [], tables: [[[], [1n, 2n, 2n ** 64n]]] };
    expect(thrownBy(() => Reflect.apply(aliasUserCodec.write, undefined, [new XdrWriter(), user]))).toMatchObject({
      path: 'tables[0][1][2]',
    });
  });

  test('types without a name', () => {
    const value = { inner: { a: 1, deep: { b: 'too long' } } };
    expect(thrownBy(() => Reflect.apply(encodeXdr, undefined, [nestingOuterCodec, value]))).toEqual({
      reason: 'string of 8 characters is over the limit of 4 bytes',
      offset: 4,
      path: 'inner.deep.b',
    });
  });
});

describe('the path of an XdrError when reading', () => {
  const type = 'remote_domain_set_memory_parameters_args';
  const dom = `00000002 766d0000 ${'00'.repeat(16)} ffffffff`;
  const param = '00000001 61000000 00000001 00000001';
  const cases: [what: string, bytes: string, path: string, reason: string, offset: number][] = [
    ['nothing at all', '', 'dom.name', '4 bytes needed, 0 left', 0],
    ['a field of a struct', '00000002 766d0000 0000', 'dom.uuid', '16 bytes needed, 2 left', 8],
    ['an array over its limit', `${dom} 00000011`, 'params', 'count 17 is over the limit of 16', 28],
    ['an array over the bytes', `${dom} 00000002 ${param}`, 'params', 'count 2 needs 24 bytes, 16 left', 28],
    [
      'an element',
      `${dom} 00000001 00000009 ${'00'.repeat(8)}`,
      'params[0].field',
      'count 9 needs 9 bytes, 8 left',
      32,
    ],
    [
      "a union's tag",
      `${dom} 00000002 ${param} 00000000 00000008 00000000`,
      'params[1].value.type',
      '8 is no case of remote_typed_param_value',
      52,
    ],
    [
      "a union's value",
      `${dom} 00000002 ${param} 00000000 00000003 00000000`,
      'params[1].value.value',
      '8 bytes needed, 4 left',
      56,
    ],
    ['the field behind an array', `${dom} 00000001 ${param} 0000`, 'flags', '4 bytes needed, 2 left', 48],
    ['bytes left over', `${dom} 00000000 00000000 00`, '', '1 bytes left over', 36],
  ];
  test.each(cases)('%s', (_, bytes, path, reason, offset) => {
    expect(decodeError(type, bytes)).toEqual({ reason, offset, path });
  });

  test('a typedef of an array has no name to give, but an index', () => {
    expect(thrownBy(() => decodeXdr(aliasTablesCodec, hex('00000003')))).toEqual({
      reason: 'count 3 is over the limit of 2',
      offset: 0,
      path: '',
    });
    expect(() => decodeXdr(aliasTablesCodec, hex('00000003'))).toThrow(/^count 3 is over the limit of 2 at byte 0$/);
    expect(thrownBy(() => decodeXdr(aliasTablesCodec, hex('00000001 00000000 00000005')))).toEqual({
      reason: 'count 5 is over the limit of 4',
      offset: 8,
      path: '[0][1]',
    });
  });
});

test('a list linked too far for the call stack is refused, not a crash', () => {
  const links = new Uint8Array(8 * 500_000 + 8);
  for (let at = 7; at < links.length - 8; at += 8) links[at] = 1;
  expect(thrownBy(() => decodeXdr(recursiveListCodec, links)).reason).toBe('too deep or too large');

  type List = { value: number; next: List | null };
  let list: List = { value: 0, next: null };
  for (let i = 0; i < 500_000; i++) list = { value: i, next: list };
  expect(thrownBy(() => encodeXdr(recursiveListCodec, list)).reason).toBe('too deep or too large');
});
