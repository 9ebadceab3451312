import { ErrorDomain, TypedParameterFlags } from '../../../generated/api-enums.ts';
import { domainGetPerfEvents, domainSetPerfEvents } from '../../../generated/remote-procedures.ts';
import { mustNotBeNull } from '../../arguments.ts';
import { checkFlags } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { booleanParameter, checkParameters, type KnownParameters, ParameterType } from '../../typed-parameters.ts';
import { affectedDefinition, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import { formatPerfEvents, perfEventNames, readPerfEvents } from '../definition/perf-events.ts';

const known: KnownParameters = new Map(perfEventNames.map((name) => [name, ParameterType.BOOLEAN] as const));

/** What the host counts while domains run. */
export const perfEventHandlers: readonly HandledProcedure[] = [
  handle(domainGetPerfEvents, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainGetPerfEvents', flags, impactFlags | TypedParameterFlags.STRING_OKAY);
    const events = readPerfEvents(chosenDefinition(domains.referredBy(dom), flags).part('perf'));
    return { params: perfEventNames.map((name) => booleanParameter(name, events.get(name) === true)) };
  }),
  handle(domainSetPerfEvents, ({ domains }, { dom, params, flags }) => {
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetPerfEvents', 'params');
    checkFlags('testDomainSetPerfEvents', flags, impactFlags);
    checkParameters(params, known);
    const domain = domains.referredBy(dom);
    const changes = params.map(({ field, value }) => [field, Boolean(value.value)] as const);
    domain.change(affectedDefinition(domain, flags), (changing) => {
      const events = new Map([...readPerfEvents(changing.part('perf')), ...changes]);
      return changing.withPart('perf', formatPerfEvents(events));
    });
  }),
];
