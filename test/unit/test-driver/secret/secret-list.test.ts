import { describe, expect, test } from '@jest/globals';
import { SecretUsageType } from '../../../../src/generated/api-enums.ts';
import type { Secret } from '../../../../src/test-driver/secret/secret.ts';
import { SecretList } from '../../../../src/test-driver/secret/secret-list.ts';

function secret(changes: Partial<Secret> = {}): Secret {
  return {
    uuid: 'one',
    isEphemeral: false,
    isPrivate: false,
    description: undefined,
    usageType: SecretUsageType.CEPH,
    usageId: 'disk',
    value: undefined,
    ...changes,
  };
}

describe('a list of secrets', () => {
  test('finds them by uuid and by what they are for', () => {
    const list = new SecretList();
    list.define(secret());
    expect(list.ofUuid('one')).toEqual(secret());
    expect(list.ofUsage(SecretUsageType.CEPH, 'disk')).toEqual(secret());
    expect(() => list.ofUuid('two')).toThrow("no secret with matching uuid 'two'");
    expect(() => list.ofUsage(SecretUsageType.TLS, 'disk')).toThrow("no secret with matching usage 'disk'");
  });

  test('keeps the value of one that is defined anew, and copies the bytes that it is given', () => {
    const list = new SecretList();
    const value = Uint8Array.of(1, 2);
    list.setValue(list.define(secret()), value);
    value.fill(9);
    expect(list.define(secret({ description: 'new' }))).toMatchObject({
      description: 'new',
      value: Uint8Array.of(1, 2),
    });
    list.remove(secret());
    expect(list.all()).toEqual([]);
  });

  test('has one for one use, and never tells what was private', () => {
    const list = new SecretList();
    list.define(secret({ isPrivate: true }));
    expect(() => list.define(secret({ uuid: 'two' }))).toThrow('UUID one already defined for use with disk');
    expect(() => list.define(secret({ usageId: 'other' }))).toThrow('UUID one is already defined for use with disk');
    expect(() => list.define(secret())).toThrow('cannot change private flag on existing secret');
  });

  test('has any number that are for nothing', () => {
    const list = new SecretList();
    const nothing = { usageType: SecretUsageType.NONE, usageId: undefined };
    for (const uuid of ['one', 'two']) list.define(secret({ uuid, ...nothing }));
    expect(list.all()).toHaveLength(2);
    expect(() => list.ofUsage(SecretUsageType.NONE, '')).toThrow('no secret');
  });
});
