import { ErrorDomain, ErrorNumber, TypedParameterFlags } from '../../generated/api-enums.ts';
import { domainGetMemoryParameters, domainSetMemoryParameters } from '../../generated/remote-procedures.ts';
import type { TypedParam } from '../../generated/remote-types.ts';
import { mustNotBeNull } from '../arguments.ts';
import { checkFlags, fault } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { affectedDefinitions, bothImpacts, chosenDefinition, impactFlags } from './affected-definitions.ts';
import { type MemoryLimits, memoryLimitNames, unlimited } from './definition/memory-limits.ts';

const unsignedLong = 4;
const { STRING_OKAY } = TypedParameterFlags;

function toParams(limits: MemoryLimits): TypedParam[] {
  return memoryLimitNames.map((field) => ({ field, value: { type: unsignedLong, value: limits[field] ?? unlimited } }));
}

function toLimits(params: readonly TypedParam[]): MemoryLimits {
  const entries = params.flatMap(({ field, value }) => {
    const name = memoryLimitNames.find((known) => known === field);
    return name === undefined || value.type !== unsignedLong ? [] : [[name, value.value] as const];
  });
  return Object.fromEntries(entries);
}

/** How much memory the host lets domains use. */
export const memoryParameterHandlers: readonly HandledProcedure[] = [
  handle(domainGetMemoryParameters, ({ domains }, { dom, nparams, flags }) => {
    if ((flags & impactFlags) === impactFlags) throw bothImpacts('virDomainGetMemoryParameters', 'ctl');
    checkFlags('testDomainGetMemoryParameters', flags, impactFlags | STRING_OKAY);
    if (nparams === 0) return { params: [], nparams: memoryLimitNames.length };
    const params = toParams(chosenDefinition(domains.referredBy(dom), flags).memoryLimits).slice(0, nparams);
    return { params, nparams: params.length };
  }),
  handle(domainSetMemoryParameters, ({ domains }, { dom, params, flags }) => {
    const name = 'virDomainSetMemoryParameters';
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'params');
    checkFlags('testDomainSetMemoryParameters', flags, impactFlags);
    const domain = domains.referredBy(dom);
    const affected = affectedDefinitions(domain, flags);
    const changes = toLimits(params);
    // It is what the domain runs with that the new limits have to agree with, whichever definition is to change.
    const { hard_limit = unlimited, swap_hard_limit = unlimited } = { ...domain.definition.memoryLimits, ...changes };
    const touched = changes.hard_limit !== undefined || changes.swap_hard_limit !== undefined;
    if (touched && hard_limit > swap_hard_limit) {
      const detail = 'memory hard_limit tunable value must be lower than or equal to swap_hard_limit';
      throw fault(ErrorNumber.ERR_INVALID_ARG, ErrorDomain.TEST, detail);
    }
    domain.change(affected, (changing) => changing.withMemoryLimits({ ...changing.memoryLimits, ...changes }));
  }),
];
