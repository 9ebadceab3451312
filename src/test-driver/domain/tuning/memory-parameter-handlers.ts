import { ErrorDomain, TypedParameterFlags } from '../../../generated/api-enums.ts';
import { domainGetMemoryParameters, domainSetMemoryParameters } from '../../../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_MEMORY_PARAMETERS_MAX, type TypedParam } from '../../../generated/remote-types.ts';
import { mustNotBeNull } from '../../arguments.ts';
import { checkFlags, invalidArgument } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import {
  checkParameters,
  checkRoom,
  type KnownParameters,
  ParameterType,
  shownParameters,
  ullongParameter,
} from '../../typed-parameters.ts';
import { affectedDefinitions, bothImpacts, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import { type MemoryLimits, memoryLimitNames, unlimited } from '../definition/memory-limits.ts';

const { STRING_OKAY } = TypedParameterFlags;
const known: KnownParameters = new Map(memoryLimitNames.map((name) => [name, ParameterType.ULLONG] as const));

function toParams(limits: MemoryLimits): TypedParam[] {
  return memoryLimitNames.map((field) => ullongParameter(field, limits[field] ?? unlimited));
}

function toLimits(params: readonly TypedParam[]): MemoryLimits {
  const entries = params.flatMap(({ field, value }) => {
    const name = memoryLimitNames.find((known) => known === field);
    return name === undefined || value.type !== ParameterType.ULLONG ? [] : [[name, value.value] as const];
  });
  return Object.fromEntries(entries);
}

/** How much memory the host lets domains use. */
export const memoryParameterHandlers: readonly HandledProcedure[] = [
  handle(domainGetMemoryParameters, ({ domains }, { dom, nparams, flags }) => {
    const name = 'virDomainGetMemoryParameters';
    checkRoom({ nparams, flags }, REMOTE_DOMAIN_MEMORY_PARAMETERS_MAX, ErrorDomain.DOMAIN, name);
    if ((flags & impactFlags) === impactFlags) throw bothImpacts(name, 'ctl');
    checkFlags('testDomainGetMemoryParameters', flags, impactFlags | STRING_OKAY);
    if (nparams === 0) return { params: [], nparams: memoryLimitNames.length };
    return shownParameters(toParams(chosenDefinition(domains.referredBy(dom), flags).memoryLimits), { nparams, flags });
  }),
  handle(domainSetMemoryParameters, ({ domains }, { dom, params, flags }) => {
    const name = 'virDomainSetMemoryParameters';
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'params');
    checkFlags('testDomainSetMemoryParameters', flags, impactFlags);
    checkParameters(params, known);
    const domain = domains.referredBy(dom);
    const affected = affectedDefinitions(domain, flags);
    const changes = toLimits(params);
    // It is what the domain runs with that the new limits have to agree with, whichever definition is to change.
    const { hard_limit = unlimited, swap_hard_limit = unlimited } = { ...domain.definition.memoryLimits, ...changes };
    const touched = changes.hard_limit !== undefined || changes.swap_hard_limit !== undefined;
    if (touched && hard_limit > swap_hard_limit) {
      const detail = 'memory hard_limit tunable value must be lower than or equal to swap_hard_limit';
      throw invalidArgument(ErrorDomain.TEST, detail);
    }
    domain.change(affected, (changing) => changing.withMemoryLimits({ ...changing.memoryLimits, ...changes }));
  }),
];
