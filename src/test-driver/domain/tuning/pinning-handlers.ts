import { ErrorDomain } from '../../../generated/api-enums.ts';
import {
  domainGetEmulatorPinInfo,
  domainGetVcpuPinInfo,
  domainGetVcpus,
  domainPinEmulator,
  domainPinVcpu,
  domainPinVcpuFlags,
} from '../../../generated/remote-procedures.ts';
import { type NonnullDomain, REMOTE_CPUMAPS_MAX, REMOTE_VCPUINFO_MAX } from '../../../generated/remote-types.ts';
import { mustBeGreaterThanZero, mustBeZero, mustNotBeNull } from '../../arguments.ts';
import { checkFlags, internalFault, invalidArgument, invalidOperation } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import type { Host } from '../../host.ts';
import { hostCpus } from '../../node-info.ts';
import { affectedDefinition, bothImpacts, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import { cpuMap, cpusOfMap } from '../definition/cpu-set.ts';
import { commonCpus, emulatorPin, isOnline, vcpuPin, withEmulatorPin, withVcpuPin } from '../definition/pinning.ts';

const running = 1;

/** What a function refuses of a map that says to which CPUs something is pinned. */
export function checkCpuMap(functionName: string, map: Uint8Array): void {
  if (map.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, functionName, 'cpumap');
}

interface Room {
  /** For how many maps the client has room, and how many bytes each is to have. */
  readonly count: number;
  readonly length: number;
}

/** Refuses more maps than a reply can hold; `count` is libvirt's word for how many there are. */
function checkMapRoom({ count, length }: Room, name: string): void {
  const tooMany = (what: string): Error => internalFault(ErrorDomain.RPC, what);
  if (count > REMOTE_VCPUINFO_MAX) throw tooMany(`${name} > REMOTE_VCPUINFO_MAX`);
  if (count * length > REMOTE_CPUMAPS_MAX) throw tooMany('maxinfo * maplen > REMOTE_CPUMAPS_MAX');
}

/** Maps of the same length, one behind the other, with nothing set in those that are missing. */
function joinMaps(maps: readonly Uint8Array[], { count, length }: Room): Uint8Array {
  const joined = new Uint8Array(count * Math.max(0, length));
  for (const [at, map] of maps.entries()) joined.set(map, at * length);
  return joined;
}

function pinVcpu({ domains }: Host, dom: NonnullDomain, vcpu: number, map: Uint8Array, flags: number): void {
  checkFlags('testDomainPinVcpuFlags', flags, 0);
  const domain = domains.referredBy(dom);
  if (!domain.isActive) throw invalidOperation(ErrorDomain.TEST, 'cannot pin vcpus on an inactive domain');
  if (!isOnline(domain.definition, vcpu)) {
    const detail = `requested vcpu '${vcpu | 0}' is not present in the domain`;
    throw invalidArgument(ErrorDomain.TEST, detail);
  }
  domain.change({ live: true, config: false }, (changing) => withVcpuPin(changing, vcpu, cpusOfMap(map)));
}

/** To which CPUs of the host the virtual ones of domains are bound. */
export const pinningHandlers: readonly HandledProcedure[] = [
  handle(domainGetVcpus, ({ domains, nodeInfo }, { dom, maxinfo: count, maplen: length }) => {
    const name = 'virDomainGetVcpus';
    checkMapRoom({ count, length }, 'maxinfo');
    if (count === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'info');
    if (count < 0) throw mustBeGreaterThanZero(ErrorDomain.DOMAIN, name, 'maxinfo');
    if (length < 0) throw mustBeZero(ErrorDomain.DOMAIN, name, 'maplen');
    const domain = domains.referredBy(dom);
    if (!domain.isActive) throw invalidOperation(ErrorDomain.TEST, 'cannot list vcpus for an inactive domain');
    const { definition } = domain;
    // As many as are there, the first ones: those of them that are turned off are told as nothing at all.
    const shown = Array.from({ length: Math.min(count, definition.vcpus.current) }, (_, vcpu) => {
      if (!isOnline(definition, vcpu)) return undefined;
      return vcpuPin(definition, vcpu) ?? commonCpus(definition) ?? hostCpus(nodeInfo);
    });
    const cpuTime = (BigInt(Date.now()) * 1000n) / 10n;
    const info = shown.map((cpus, number) =>
      cpus === undefined
        ? { number: 0, state: 0, cpu_time: 0n, cpu: 0 }
        : { number, state: running, cpu_time: cpuTime, cpu: cpus.at(-1) ?? -1 },
    );
    const maps = shown.map((cpus) => cpuMap(cpus ?? [], length));
    return { info, cpumaps: joinMaps(maps, { count, length }) };
  }),
  handle(domainPinVcpu, (host, { dom, vcpu, cpumap }) => {
    checkCpuMap('virDomainPinVcpu', cpumap);
    pinVcpu(host, dom, vcpu, cpumap, 0);
  }),
  handle(domainPinVcpuFlags, (host, { dom, vcpu, cpumap, flags }) => {
    checkCpuMap('virDomainPinVcpuFlags', cpumap);
    pinVcpu(host, dom, vcpu, cpumap, flags);
  }),
  handle(domainGetVcpuPinInfo, ({ domains, nodeInfo }, { dom, ncpumaps: count, maplen: length, flags }) => {
    const name = 'virDomainGetVcpuPinInfo';
    checkMapRoom({ count, length }, 'ncpumaps');
    if (length <= 0 && count !== 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'cpumaps');
    if (count <= 0) throw mustBeGreaterThanZero(ErrorDomain.DOMAIN, name, 'ncpumaps');
    if ((flags & impactFlags) === impactFlags) throw bothImpacts(name, 'ctl');
    const definition = chosenDefinition(domains.referredBy(dom), flags);
    const maps = Array.from({ length: Math.min(count, definition.vcpus.maximum) }, (_, vcpu) =>
      cpuMap(vcpuPin(definition, vcpu) ?? commonCpus(definition) ?? hostCpus(nodeInfo), length),
    );
    return { cpumaps: joinMaps(maps, { count, length }), num: maps.length };
  }),
  handle(domainPinEmulator, ({ domains }, { dom, cpumap, flags }) => {
    checkCpuMap('virDomainPinEmulator', cpumap);
    checkFlags('testDomainPinEmulator', flags, impactFlags);
    const domain = domains.referredBy(dom);
    const affected = affectedDefinition(domain, flags);
    const cpus = cpusOfMap(cpumap);
    if (cpus.length === 0) {
      throw invalidArgument(ErrorDomain.TEST, 'Empty cpu list for pinning');
    }
    domain.change(affected, (changing) => withEmulatorPin(changing, cpus));
  }),
  handle(domainGetEmulatorPinInfo, ({ domains, nodeInfo }, { dom, maplen, flags }) => {
    const name = 'virDomainGetEmulatorPinInfo';
    if (maplen <= 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'cpumap');
    if (maplen > REMOTE_CPUMAPS_MAX) {
      throw internalFault(ErrorDomain.RPC, 'maplen > REMOTE_CPUMAPS_MAX');
    }
    if ((flags & impactFlags) === impactFlags) throw bothImpacts(name, 'ctl');
    checkFlags('testDomainGetEmulatorPinInfo', flags, impactFlags);
    const definition = chosenDefinition(domains.referredBy(dom), flags);
    const cpus = emulatorPin(definition) ?? commonCpus(definition) ?? hostCpus(nodeInfo);
    return { cpumaps: cpuMap(cpus, maplen), ret: 1 };
  }),
];
