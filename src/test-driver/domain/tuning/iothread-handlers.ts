import { DomainModificationImpact, ErrorDomain } from '../../../generated/api-enums.ts';
import {
  domainAddIOThread,
  domainDelIOThread,
  domainGetIOThreadInfo,
  domainPinIOThread,
  domainSetIOThreadParams,
} from '../../../generated/remote-procedures.ts';
import type { TypedParam } from '../../../generated/remote-types.ts';
import { mustNotBeNull, mustNotBeZero } from '../../arguments.ts';
import { checkFlags, type Fault, invalidArgument, unknownCauseFault } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { checkParameters, type KnownParameters, ParameterType } from '../../typed-parameters.ts';
import { affectedDefinition, bothImpacts, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import { cpuMap, cpusOfMap } from '../definition/cpu-set.ts';
import type { DomainDefinition } from '../definition/domain-definition.ts';
import { namedIoThread } from '../definition/iothreads.ts';
import { commonCpus, ioThreadPin, withIoThreadPin, withoutIoThreadPin } from '../definition/pinning.ts';
import { freshPolling, type ThreadPolling } from '../thread-polling.ts';
import { checkCpuMap } from './pinning-handlers.ts';

const known: KnownParameters = new Map([
  ['poll_max_ns', ParameterType.ULLONG],
  ['poll_grow', ParameterType.UINT],
  ['poll_shrink', ParameterType.UINT],
]);

function invalid(detail: string, domain: number = ErrorDomain.TEST): Fault {
  return invalidArgument(domain, detail);
}

function checkId(id: number): void {
  if (id === 0) throw invalid('invalid value of 0 for iothread_id');
}

function hasThread({ ioThreads }: DomainDefinition, id: number): boolean {
  return ioThreads.some((thread) => thread.id === id);
}

function checkUnused(definition: DomainDefinition, id: number): void {
  const usesIt = (device: (typeof definition.disks)[number]['device']): boolean =>
    device.children.some(
      (child) =>
        typeof child !== 'string' && child.name === 'driver' && child.attributes.get('iothread') === String(id),
    );
  const disk = definition.disks.find(({ device }) => usesIt(device));
  if (disk !== undefined) {
    const detail = `cannot remove IOThread ${id} since it is being used by disk '${disk.target}'`;
    throw invalid(detail, ErrorDomain.DOMAIN);
  }
  if (!definition.devices('controller').some(usesIt)) return;
  throw invalid(`cannot remove IOThread '${id}' since it is being used by controller`, ErrorDomain.DOMAIN);
}

function withoutThread(definition: DomainDefinition, id: number): DomainDefinition {
  const { ioThreads } = definition;
  const at = ioThreads.findIndex((thread) => thread.id === id);
  // Those behind it keep their numbers, which are said from now on.
  const behind = ioThreads.slice(at + 1).map((thread) => ({ ...thread, unnamed: false }));
  return withoutIoThreadPin(definition, id).withIoThreads([...ioThreads.slice(0, at), ...behind]);
}

function polled(before: ThreadPolling, params: readonly TypedParam[]): ThreadPolling {
  let polling = before;
  for (const { field, value } of params) {
    if (value.type === ParameterType.ULLONG) polling = { ...polling, maximum: value.value };
    if (value.type !== ParameterType.UINT) continue;
    polling = field === 'poll_grow' ? { ...polling, grow: value.value } : { ...polling, shrink: value.value };
  }
  return polling;
}

/** Threads that do the input and output of domains. */
export const ioThreadHandlers: readonly HandledProcedure[] = [
  handle(domainGetIOThreadInfo, ({ domains }, { dom, flags }) => {
    if ((flags & impactFlags) === impactFlags) throw bothImpacts('virDomainGetIOThreadInfo', 'ctl');
    checkFlags('testDomainGetIOThreadInfo', flags, impactFlags);
    const definition = chosenDefinition(domains.referredBy(dom), flags);
    // A thread that nobody has pinned is said to run on as many CPUs as the domain has.
    const usual = commonCpus(definition) ?? Array.from({ length: definition.vcpus.current }, (_, cpu) => cpu);
    const info = definition.ioThreads.map(({ id }) => {
      const cpus = ioThreadPin(definition, id) ?? usual;
      return { iothread_id: id, cpumap: cpuMap(cpus, ((cpus.at(-1) ?? 0) >> 3) + 1) };
    });
    return { info, ret: info.length };
  }),
  handle(domainPinIOThread, ({ domains }, { dom, iothreads_id, cpumap, flags }) => {
    checkCpuMap('virDomainPinIOThread', cpumap);
    checkFlags('testDomainPinIOThread', flags, impactFlags);
    const domain = domains.referredBy(dom);
    const affected = affectedDefinition(domain, flags);
    const cpus = cpusOfMap(cpumap);
    if (cpus.length === 0) throw invalid('Empty iothread cpumap list for pinning');
    domain.change(affected, (changing) => {
      if (!hasThread(changing, iothreads_id)) throw invalid(`iothreadid ${iothreads_id | 0} not found`);
      const named = changing.ioThreads.map((thread) =>
        thread.id === iothreads_id ? { ...thread, unnamed: false } : thread,
      );
      return withIoThreadPin(changing.withIoThreads(named), iothreads_id, cpus);
    });
  }),
  handle(domainAddIOThread, ({ domains }, { dom, iothread_id: id, flags }) => {
    checkFlags('testDomainAddIOThread', flags, impactFlags);
    checkId(id);
    const domain = domains.referredBy(dom);
    domain.change(affectedDefinition(domain, flags), (changing) => {
      if (hasThread(changing, id)) {
        throw invalid(`an IOThread is already using iothread_id '${id}'`, ErrorDomain.DOMAIN);
      }
      return changing.withIoThreads([...changing.ioThreads, namedIoThread(id)]);
    });
    domain.polling = [...domain.polling, freshPolling(id)];
  }),
  handle(domainDelIOThread, ({ domains }, { dom, iothread_id: id, flags }) => {
    if (id === 0) throw mustNotBeZero(ErrorDomain.DOMAIN, 'virDomainDelIOThread', 'iothread_id');
    checkFlags('testDomainDelIOThread', flags, impactFlags);
    const domain = domains.referredBy(dom);
    domain.change(affectedDefinition(domain, flags), (changing) => {
      if (!hasThread(changing, id)) {
        throw invalid(`cannot find IOThread '${id}' in iothreadids list`, ErrorDomain.DOMAIN);
      }
      checkUnused(changing, id);
      return withoutThread(changing, id);
    });
    const at = domain.polling.findIndex((polling) => polling.thread === id);
    domain.polling = domain.polling.filter((_, place) => place !== at);
  }),
  handle(domainSetIOThreadParams, ({ domains }, { dom, iothread_id: id, params, flags }) => {
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetIOThreadParams', 'params');
    checkFlags('testDomainSetIOThreadParams', flags, DomainModificationImpact.LIVE);
    checkId(id);
    const domain = domains.referredBy(dom);
    if (!hasThread(chosenDefinition(domain, flags), id)) {
      throw invalid(`cannot find IOThread '${id}' in iothreadids`);
    }
    const at = domain.polling.findIndex((polling) => polling.thread === id);
    // Of threads that a definition brought along, the test driver keeps nothing.
    if (at < 0) throw unknownCauseFault();
    checkParameters(params, known);
    domain.polling = domain.polling.map((polling, place) => (place === at ? polled(polling, params) : polling));
  }),
];
