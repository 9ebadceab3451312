import { ErrorDomain } from '../generated/api-enums.ts';
import { QEMU_PROGRAM } from '../generated/qemu-types.ts';
import type { ListedProcedure } from '../protocol/listed.ts';

/** The function of libvirt's C library that a procedure stands for, as `virDomainCreate`. */
export function functionName({ name, program }: ListedProcedure): string {
  if (program === QEMU_PROGRAM) return name.replace(/^qemu(Connect)?Domain/, 'vir$1DomainQemu');
  if (name.startsWith('nwFilter')) return `virNWF${name.slice(3)}`;
  return `vir${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

const sourceDomains: readonly (readonly [name: RegExp, domain: number])[] = [
  [/^domain.*Snapshot/, ErrorDomain.DOMAIN_SNAPSHOT],
  [/^domain.*Checkpoint/, ErrorDomain.DOMAIN_CHECKPOINT],
  [/^domain/, ErrorDomain.DOMAIN],
  [/^network|^connect.*Network/, ErrorDomain.NETWORK],
  [/^storage|^connect.*Storage/, ErrorDomain.STORAGE],
  [/^nodeDevice|^connect.*NodeDevice|^node(NumOf|List)Devices/, ErrorDomain.NODEDEV],
  [/^interface|^connect.*Interface/, ErrorDomain.INTERFACE],
  [/^secret|^connect.*Secret/, ErrorDomain.SECRET],
  [/^nwFilter|^connect.*NWFilter/, ErrorDomain.NWFILTER],
  [/^(qemu|lxc)/, ErrorDomain.NONE],
];

/** The error domain of the source file in which libvirt keeps that function. */
export function functionDomain({ name }: ListedProcedure): number {
  return sourceDomains.find(([pattern]) => pattern.test(name))?.[1] ?? ErrorDomain.DOMAIN;
}

const secondaryDomains: ReadonlySet<number> = new Set([
  ErrorDomain.NETWORK,
  ErrorDomain.STORAGE,
  ErrorDomain.NODEDEV,
  ErrorDomain.INTERFACE,
  ErrorDomain.SECRET,
  ErrorDomain.NWFILTER,
]);

/** Whether a daemon takes the call to another driver than the hypervisor's: it says so when nothing is open. */
export function isForSecondaryDriver(procedure: ListedProcedure): boolean {
  const passedThrough = /^nodeDevice(Dettach|DetachFlags|ReAttach|Reset)$/.test(procedure.name);
  return secondaryDomains.has(functionDomain(procedure)) && !passedThrough;
}

const readingPermission = /:(getattr|read|search_\w+)$/;
/** Functions that the permissions alone would put on the wrong side. */
const writersThatReadOnly: ReadonlySet<string> = new Set([
  'domainGetLaunchSecurityInfo',
  'domainSetSchedulerParameters',
  'nodeDeviceGetAutostart',
  'nodeGetSEVInfo',
]);
const readersThatWrite: ReadonlySet<string> = new Set([
  // It looks at its arguments first.
  'domainRename',
  'connectBaselineHypervisorCPU',
  'connectSetIdentity',
  'domainMigrateGetCompressionCache',
  'domainMigrateGetMaxDowntime',
  'qemuConnectDomainMonitorEventDeregister',
]);

/** Whether libvirt refuses the function on a read-only connection, whatever its arguments. */
export function isForbiddenReadOnly({ name, acl }: ListedProcedure): boolean {
  if (writersThatReadOnly.has(name)) return true;
  if (readersThatWrite.has(name)) return false;
  const always = acl.filter((permission) => permission.split(':').length === 2);
  return always.some((permission) => !readingPermission.test(permission));
}
