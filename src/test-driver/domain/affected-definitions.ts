import { DomainModificationImpact, ErrorDomain } from '../../generated/api-enums.ts';
import { badArgument, type Fault, invalidOperation } from '../fault.ts';
import type { DomainDefinition } from './definition/domain-definition.ts';
import type { AffectedDefinitions, Domain } from './domain.ts';

const { LIVE, CONFIG } = DomainModificationImpact;

/** The flags that choose between the running and the kept definition. */
export const impactFlags: number = LIVE | CONFIG;

/** Which definitions the flags mean: the one that is in use where they say nothing. */
export function affectedDefinitions(domain: Domain, flags: number): AffectedDefinitions {
  const asked = flags & impactFlags;
  const live = asked === 0 ? domain.isActive : (asked & LIVE) !== 0;
  const config = asked === 0 ? !domain.isActive : (asked & CONFIG) !== 0;
  if (live) domain.checkActive();
  if (config && !domain.persistent) {
    throw invalidOperation(ErrorDomain.DOMAIN, 'transient domains do not have any persistent config');
  }
  return { live, config };
}

/** As above, for functions that look at one definition alone. */
export function affectedDefinition(domain: Domain, flags: number): AffectedDefinitions {
  if ((flags & impactFlags) === impactFlags) throw bothImpacts('virDomainObjGetOneDefState', 'flags');
  return affectedDefinitions(domain, flags);
}

export function bothImpacts(functionName: string, argument: string): Fault {
  const message = "Flags 'VIR_DOMAIN_AFFECT_LIVE' and 'VIR_DOMAIN_AFFECT_CONFIG' are mutually exclusive";
  return badArgument(ErrorDomain.DOMAIN, functionName, argument, message);
}

/** The definition that the flags mean. */
export function chosenDefinition(domain: Domain, flags: number): DomainDefinition {
  return affectedDefinition(domain, flags).config ? domain.keptDefinition : domain.definition;
}
