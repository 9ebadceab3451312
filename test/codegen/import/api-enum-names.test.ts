import { describe, expect, test } from '@jest/globals';
import { choosePrefix, memberName } from '../../../codegen/import/api-enum-names.ts';

describe('choosePrefix', () => {
  test.each([
    ['virColors', ['VIR_COLOR_RED', 'VIR_COLOR_GREEN'], 'VIR_COLOR_'],
    // The words in common may reach into the last one.
    ['virColors', ['VIR_COLOR_GRAY', 'VIR_COLOR_GREEN'], 'VIR_COLOR_'],
    ['virDomainCreateFlags', ['VIR_DOMAIN_NONE', 'VIR_DOMAIN_START_PAUSED'], 'VIR_DOMAIN_'],
    // 3DES would be no identifier.
    ['virCiphers', ['VIR_CIPHER_3DES', 'VIR_CIPHER_AES'], 'VIR_'],
    ['virColors', ['VIR_COLOR', 'VIR_COLOR_RED'], 'VIR_'],
    // A single member keeps the words that the type does not have.
    ['virDomainBlockPullFlags', ['VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES'], 'VIR_DOMAIN_BLOCK_PULL_'],
    ['virTypedParameterFlags', ['VIR_TYPED_PARAM_STRING_OKAY'], 'VIR_TYPED_PARAM_'],
    ['virDomainPMSuspendedReason', ['VIR_DOMAIN_PMSUSPENDED_UNKNOWN'], 'VIR_DOMAIN_PMSUSPENDED_'],
    ['virAdmShutdownFlags', ['VIR_DAEMON_SHUTDOWN_NOW'], 'VIR_'],
    ['virDomain', ['VIR_DOMAIN'], 'VIR_'],
  ])('of %s', (type, members, prefix) => {
    expect(choosePrefix(type, members)).toBe(prefix);
  });
});

describe('memberName', () => {
  test.each([
    ['VIR_COLOR_', 'VIR_COLOR_RED', 'RED'],
    ['VIR_COLOR_DARK_', 'VIR_COLOR_LIGHT_RED', 'LIGHT_RED'],
    ['VIR_COLOR_', 'VIR_COLOR_3D', 'COLOR_3D'],
    ['VIR_FROM_', 'VIR_ERR_DOMAIN_LAST', 'ERR_DOMAIN_LAST'],
    ['VIR_COLOR_', 'OTHER_RED', 'OTHER_RED'],
  ])('without %s %s is %s', (strip, member, name) => {
    expect(memberName(strip, member)).toBe(name);
  });
});
