import { DomainMemoryModFlags, DomainVcpuFlags, ErrorDomain } from '../../generated/api-enums.ts';
import {
  domainGetMaxMemory,
  domainGetMaxVcpus,
  domainGetVcpusFlags,
  domainSetMaxMemory,
  domainSetMemory,
  domainSetMemoryFlags,
  domainSetVcpus,
  domainSetVcpusFlags,
} from '../../generated/remote-procedures.ts';
import type { NonnullDomain } from '../../generated/remote-types.ts';
import { mustNotBeZero } from '../arguments.ts';
import { badArgument, checkFlags, invalidArgument, invalidOperation } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import {
  affectedDefinition,
  affectedDefinitions,
  bothImpacts,
  chosenDefinition,
  impactFlags,
} from './affected-definitions.ts';

/** The most virtual CPUs that the test driver gives to anybody. */
export const mostVcpus = 32;

const memoryMaximum: number = DomainMemoryModFlags.MAXIMUM;
const vcpuMaximum: number = DomainVcpuFlags.MAXIMUM;

function setMemory({ domains }: Host, dom: NonnullDomain, memory: bigint, flags: number): void {
  checkFlags('testDomainSetMemoryFlags', flags, impactFlags | memoryMaximum);
  const domain = domains.referredBy(dom);
  const affected = affectedDefinition(domain, flags);
  const definition = affected.live ? domain.definition : domain.keptDefinition;
  if ((flags & memoryMaximum) === 0) {
    if (memory > definition.maxMemory)
      throw invalidArgument(ErrorDomain.TEST, 'cannot set memory higher than max memory');
    domain.change(affected, (changing) => changing.withMemory(memory));
    return;
  }
  if (affected.live) {
    throw invalidOperation(ErrorDomain.TEST, 'cannot resize the maximum memory on an active domain');
  }
  if (definition.hasNumaCells) {
    const detail = 'initial memory size of a domain with NUMA nodes cannot be modified with this API';
    throw invalidOperation(ErrorDomain.TEST, detail);
  }
  if (definition.memoryLimit !== undefined && memory > definition.memoryLimit) {
    const detail = 'cannot set initial memory size greater than the maximum memory size';
    throw invalidOperation(ErrorDomain.TEST, detail);
  }
  domain.change(affected, (changing) => changing.withMaxMemory(memory));
}

function setVcpus({ domains }: Host, dom: NonnullDomain, count: number, flags: number): void {
  checkFlags('testDomainSetVcpusFlags', flags, impactFlags | vcpuMaximum);
  if (count > mostVcpus) {
    throw invalidArgument(
      ErrorDomain.TEST,
      `requested cpu amount exceeds maximum supported amount (${count} > ${mostVcpus})`,
    );
  }
  const domain = domains.referredBy(dom);
  const affected = affectedDefinitions(domain, flags);
  const sets = (flags & vcpuMaximum) !== 0;
  const limits = [
    ...(affected.live ? [domain.definition.vcpus.maximum] : []),
    ...(affected.config && !sets ? [domain.keptDefinition.vcpus.maximum] : []),
  ];
  const exceeded = limits.find((limit) => limit < count);
  if (exceeded !== undefined)
    throw invalidArgument(ErrorDomain.TEST, `requested cpu amount exceeds maximum (${count} > ${exceeded})`);
  if (affected.live) {
    domain.change({ live: true, config: false }, (definition) =>
      definition.withVcpus({ current: count, maximum: definition.vcpus.maximum }),
    );
  }
  if (!affected.config) return;
  domain.change({ live: false, config: true }, (definition) => {
    const { current, maximum } = definition.vcpus;
    return definition.withVcpus(
      sets ? { current: Math.min(current, count), maximum: count } : { current: count, maximum },
    );
  });
}

function getVcpus({ domains }: Host, dom: NonnullDomain, flags: number): number {
  checkFlags('testDomainGetVcpusFlags', flags, impactFlags | vcpuMaximum);
  const { current, maximum } = chosenDefinition(domains.referredBy(dom), flags).vcpus;
  return (flags & vcpuMaximum) !== 0 ? maximum : current;
}

/** How much memory and how many virtual CPUs domains have. */
export const domainResourceHandlers: readonly HandledProcedure[] = [
  handle(domainGetMaxMemory, ({ domains }, { dom }) => ({ memory: domains.referredBy(dom).definition.maxMemory })),
  handle(domainSetMaxMemory, (host, { dom, memory }) => {
    if (memory === 0n) throw mustNotBeZero(ErrorDomain.DOMAIN, 'virDomainSetMaxMemory', 'memory');
    setMemory(host, dom, memory, memoryMaximum);
  }),
  handle(domainSetMemory, (host, { dom, memory }) => {
    if (memory === 0n) throw mustNotBeZero(ErrorDomain.DOMAIN, 'virDomainSetMemory', 'memory');
    setMemory(host, dom, memory, DomainMemoryModFlags.LIVE);
  }),
  handle(domainSetMemoryFlags, (host, { dom, memory, flags }) => {
    if (memory === 0n) throw mustNotBeZero(ErrorDomain.DOMAIN, 'virDomainSetMemoryFlags', 'memory');
    setMemory(host, dom, memory, flags);
  }),
  handle(domainGetMaxVcpus, (host, { dom }) => ({ num: getVcpus(host, dom, DomainVcpuFlags.LIVE | vcpuMaximum) })),
  handle(domainGetVcpusFlags, (host, { dom, flags }) => {
    if ((flags & impactFlags) === impactFlags) throw bothImpacts('virDomainGetVcpusFlags', 'ctl');
    return { num: getVcpus(host, dom, flags) };
  }),
  handle(domainSetVcpus, (host, { dom, nvcpus }) => {
    if (nvcpus === 0) throw mustNotBeZero(ErrorDomain.DOMAIN, 'virDomainSetVcpus', 'nvcpus');
    setVcpus(host, dom, nvcpus, DomainVcpuFlags.LIVE);
  }),
  handle(domainSetVcpusFlags, (host, { dom, nvcpus, flags }) => {
    const name = 'virDomainSetVcpusFlags';
    if ((flags & vcpuMaximum) !== 0 && (flags & DomainVcpuFlags.CONFIG) === 0) {
      const message = "Flag 'VIR_DOMAIN_AFFECT_CONFIG' is required by flag 'VIR_DOMAIN_VCPU_MAXIMUM'";
      throw badArgument(ErrorDomain.DOMAIN, name, 'ctl', message);
    }
    if (nvcpus === 0) throw mustNotBeZero(ErrorDomain.DOMAIN, name, 'nvcpus');
    setVcpus(host, dom, nvcpus, flags);
  }),
];
