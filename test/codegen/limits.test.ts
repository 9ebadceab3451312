import { expect, test } from '@jest/globals';
import type { Field } from '../../codegen/model.ts';
import { typeByName } from '../../src/protocol/registry.ts';
import { loadProtocolTypes, Random, randomValue } from '../support/random-values.ts';
import { thrownBy } from '../unit/xdr/thrown-by.ts';

/** Every variable array of every struct; text stands only in typedefs. */
const arrays = loadProtocolTypes().flatMap((type) =>
  type.kind === 'struct'
    ? type.fields.filter(({ shape }) => shape === 'variable').map((field) => ({ type, field }))
    : [],
);

function isBytes({ type }: Field): boolean {
  return type.kind === 'primitive' && (type.name === 'opaque' || type.name === 'char');
}

/** A value with another array in place of the field's. */
function withArray(value: unknown, field: Field, length: number): Record<string, unknown> {
  const array = isBytes(field) ? new Uint8Array(length) : new Array(length);
  return { ...(value as Record<string, unknown>), [field.name]: array };
}

test('every array of the protocol is held against its limit, when written and when read', () => {
  expect(arrays.length).toBeGreaterThan(140);
  const random = new Random(3);
  for (const { type, field } of arrays) {
    const codec = typeByName(type.name);
    if (codec === undefined) throw new Error(`no codec for ${type.name}`);
    const value = randomValue(type, random);
    const limit = field.length.value;
    const found = thrownBy(() => codec.encode(withArray(value, field, limit + 1)));
    const reason = `count ${limit + 1} is over the limit of ${limit}`;
    expect({ type: type.name, ...found }).toEqual({ type: type.name, reason, path: field.name, offset: found.offset });

    const bytes = codec.encode(withArray(value, field, 0));
    new DataView(bytes.buffer).setUint32(found.offset, limit + 1);
    expect(thrownBy(() => codec.decode(bytes))).toEqual(found);
  }
});

test.each([
  ['remote_nonnull_string', 4194304],
  ['admin_nonnull_string', 4194304],
  ['virNetMessageNonnullString', 4194304],
])('%s is held against its limit of %i bytes', (name, limit) => {
  const codec = typeByName(name);
  expect(codec?.encode('x'.repeat(limit))).toHaveLength(limit + 4);
  expect(thrownBy(() => codec?.encode('x'.repeat(limit + 1))).reason).toBe(
    `string of ${limit + 1} characters is over the limit of ${limit} bytes`,
  );
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, limit + 1);
  expect(thrownBy(() => codec?.decode(bytes)).reason).toBe(`count ${limit + 1} is over the limit of ${limit}`);
});
