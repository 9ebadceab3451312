import { ErrorDomain } from '../../generated/api-enums.ts';
import { domainSetMemoryStatsPeriod } from '../../generated/remote-procedures.ts';
import { badArgument, checkFlags, internalFault } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { affectedDefinitions, impactFlags } from './affected-definitions.ts';

/** How often guests are asked how much of their memory they use. */
export const balloonHandlers: readonly HandledProcedure[] = [
  handle(domainSetMemoryStatsPeriod, ({ domains }, { dom, period, flags }) => {
    if (period < 0) {
      const name = 'virDomainSetMemoryStatsPeriod';
      throw badArgument(ErrorDomain.DOMAIN, name, 'period', `period in ${name} must be zero or greater`);
    }
    checkFlags('testDomainSetMemoryStatsPeriod', flags, impactFlags);
    const domain = domains.referredBy(dom);
    const affected = affectedDefinitions(domain, flags);
    const definition = affected.live ? domain.definition : domain.keptDefinition;
    if (!definition.hasBalloon) {
      const detail = 'No memory balloon device configured, can not set the collection period';
      throw internalFault(ErrorDomain.TEST, detail);
    }
    domain.change(affected, (changing) => changing.withBalloonPeriod(period));
  }),
];
