import { expect, test } from '@jest/globals';
import { ErrorDomain } from '../../../src/generated/api-enums.ts';
import type { ListedProcedure } from '../../../src/protocol/listed.ts';
import { procedures } from '../../../src/protocol/registry.ts';
import {
  functionDomain,
  functionName,
  isForbiddenReadOnly,
  isForSecondaryDriver,
} from '../../../src/test-driver/procedure-facts.ts';

function named(name: string): ListedProcedure {
  const found = procedures.find((procedure) => procedure.name === name);
  if (found === undefined) throw new Error(`there is no procedure ${name}`);
  return found;
}

test.each([
  ['domainCreate', 'virDomainCreate', ErrorDomain.DOMAIN],
  ['domainSnapshotNum', 'virDomainSnapshotNum', ErrorDomain.DOMAIN_SNAPSHOT],
  ['domainListAllCheckpoints', 'virDomainListAllCheckpoints', ErrorDomain.DOMAIN_CHECKPOINT],
  ['domainInterfaceStats', 'virDomainInterfaceStats', ErrorDomain.DOMAIN],
  ['connectGetURI', 'virConnectGetURI', ErrorDomain.DOMAIN],
  ['networkCreate', 'virNetworkCreate', ErrorDomain.NETWORK],
  ['connectListAllNetworks', 'virConnectListAllNetworks', ErrorDomain.NETWORK],
  ['storageVolDelete', 'virStorageVolDelete', ErrorDomain.STORAGE],
  ['nodeListDevices', 'virNodeListDevices', ErrorDomain.NODEDEV],
  ['nwFilterDefineXML', 'virNWFilterDefineXML', ErrorDomain.NWFILTER],
  ['connectNumOfSecrets', 'virConnectNumOfSecrets', ErrorDomain.SECRET],
  ['qemuDomainMonitorCommand', 'virDomainQemuMonitorCommand', ErrorDomain.NONE],
  ['qemuConnectDomainMonitorEventRegister', 'virConnectDomainQemuMonitorEventRegister', ErrorDomain.NONE],
])('%s is %s', (name, inC, domain) => {
  expect(functionName(named(name))).toBe(inC);
  expect(functionDomain(named(name))).toBe(domain);
});

test('knows what a read-only connection may do', () => {
  const forbidden = ['domainCreate', 'domainSetMetadata', 'domainGetHostname', 'networkDestroy', 'secretGetValue'];
  const allowed = ['domainGetInfo', 'domainGetXMLDesc', 'connectListAllDomains', 'networkLookupByName', 'nodeGetInfo'];
  expect(forbidden.filter((name) => !isForbiddenReadOnly(named(name)))).toEqual([]);
  expect(allowed.filter((name) => isForbiddenReadOnly(named(name)))).toEqual([]);
});

test('knows whose calls the hypervisor does not take itself', () => {
  expect(isForSecondaryDriver(named('networkLookupByName'))).toBe(true);
  expect(isForSecondaryDriver(named('nodeDeviceGetXMLDesc'))).toBe(true);
  expect(isForSecondaryDriver(named('nodeDeviceReset'))).toBe(false);
  expect(isForSecondaryDriver(named('domainCreate'))).toBe(false);
});
