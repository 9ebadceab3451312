import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isIdentifier, memberName } from '../../../codegen/import/api-enum-names.ts';
import { formatApiFacts, libraries, parseApiFacts } from '../../../codegen/import/api-facts.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const json = readFileSync(join(root, 'protocol', 'api.json'), 'utf8');
const facts = parseApiFacts(json);

function enumFact(name: string) {
  const found = facts.enums.find((fact) => fact.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return Object.fromEntries(found.members.map((member) => [memberName(found.strip, member.name), member.value]));
}

function flagsOf(name: string) {
  const flags = facts.functions.find((fact) => fact.name === name)?.flags;
  return flags?.unused ? 'unused' : flags?.enums;
}

describe('protocol/api.json', () => {
  test('is as the importer writes it', () => {
    expect(formatApiFacts(facts)).toBe(json);
  });

  test('is complete', () => {
    expect(facts.libvirt).toBe('12.8.0');
    expect(facts.enums).toHaveLength(181);
    expect(facts.enums.flatMap((fact) => fact.members)).toHaveLength(1094);
    expect(libraries.map((library) => facts.functions.filter((fact) => fact.library === library).length)).toEqual([
      525, 6, 4, 33,
    ]);
    expect(facts.typedParameters).toHaveLength(498);
    expect(facts.constants).toHaveLength(15);
  });

  test('gives each enum a name of its own, and each member one within its enum that can be written after a dot', () => {
    expect(new Set(facts.enums.map((fact) => fact.js)).size).toBe(facts.enums.length);
    for (const { strip, members } of facts.enums) {
      const names = members.map((member) => memberName(strip, member.name));
      expect(names.filter((name) => !isIdentifier(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('takes the recorded prefix off every member that is a value, so that it can simply be cut off', () => {
    for (const { strip, members } of facts.enums) {
      const odd = members.filter((member) => !member.sentinel && !member.name.startsWith(strip));
      expect(odd).toEqual([]);
    }
  });

  test('classifies every flags argument, with bit masks that exist', () => {
    const masks = new Set(facts.enums.filter((fact) => fact.flags).map((fact) => fact.name));
    const withFlags = facts.functions.filter((fact) => fact.args.some((arg) => arg.name === 'flags'));
    expect(withFlags).toHaveLength(272);
    for (const { name, flags } of withFlags) {
      expect({ name, enums: flags?.enums.every((type) => masks.has(type)) }).toEqual({ name, enums: true });
      expect({ name, unused: flags?.enums.length === 0 }).toEqual({ name, unused: flags?.unused === true });
    }
    expect(withFlags.filter(({ flags }) => flags?.unused)).toHaveLength(115);
  });

  test.each([
    ['virDomainAttachDeviceFlags', ['virDomainDeviceModifyFlags']],
    ['virDomainGetMemoryParameters', ['virDomainModificationImpact', 'virTypedParameterFlags']],
    ['virDomainBlockStatsFlags', ['virTypedParameterFlags']],
    ['virStoragePoolCreate', ['virStoragePoolCreateFlags']],
    ['virDomainSnapshotListAllChildren', ['virDomainSnapshotListFlags']],
    ['virNetworkUpdate', ['virNetworkUpdateFlags']],
    ['virDomainSetVcpusFlags', ['virDomainVcpuFlags']],
    ['virDomainGetGuestInfo', 'unused'],
    ['virConnectGetAllDomainStats', ['virConnectGetAllDomainStatsFlags']],
    ['virDomainListGetStats', ['virConnectGetAllDomainStatsFlags']],
    ['virDomainMigrate3', ['virDomainMigrateFlags']],
    ['virInterfaceGetXMLDesc', ['virInterfaceXMLFlags']],
    ['virStorageVolWipePattern', 'unused'],
    ['virDomainQemuAgentCommand', 'unused'],
    ['virDomainSetIOThreadParams', ['virDomainModificationImpact']],
    ['virAdmConnectDaemonShutdown', ['virAdmConnectDaemonShutdownFlags']],
  ])('knows the flags of %s', (name, flags) => {
    expect(flagsOf(name)).toEqual(flags);
  });

  test('has the values of C, negative ones and those given as other constants too', () => {
    expect(enumFact('virDomainCreateFlags')).toMatchObject({ NONE: 0, START_PAUSED: 1, START_AUTODESTROY: 2 });
    expect(enumFact('virDomainQemuAgentCommandTimeoutValues')).toEqual({
      BLOCK: -2,
      MIN: -2,
      DEFAULT: -1,
      NOWAIT: 0,
      SHUTDOWN: 60,
    });
    expect(enumFact('virConnectGetAllDomainStatsFlags')).toMatchObject({ ACTIVE: 1, ENFORCE_STATS: 2 ** 31 });
    expect(enumFact('virErrorNumber')).toMatchObject({ ERR_OK: 0, ERR_NO_DOMAIN: 42, WAR_NO_NETWORK: 41 });
    expect(enumFact('virTypedParameterFlags')).toEqual({ STRING_OKAY: 4 });
  });

  test('gives a kind to all that can be sent as a typed parameter, but those of which nobody says it', () => {
    const unknown = facts.typedParameters.filter(({ role, kind }) => role === 'name' && kind === undefined);
    const statistics = /^VIR_NODE_(CPU|MEMORY)_STATS_/;
    expect(unknown.map(({ name }) => name).filter((name) => !statistics.test(name))).toEqual([
      'VIR_DOMAIN_ANNOUNCE_INTERFACE_INITIAL',
      'VIR_DOMAIN_ANNOUNCE_INTERFACE_MAX',
      'VIR_DOMAIN_ANNOUNCE_INTERFACE_ROUNDS',
      'VIR_DOMAIN_ANNOUNCE_INTERFACE_STEP',
    ]);
  });
});
