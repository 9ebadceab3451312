import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import type { NonnullDomainCheckpoint } from '../../../generated/remote-types.ts';
import { type Fault, fault } from '../../fault.ts';
import type { Host } from '../../host.ts';
import type { Domain } from '../domain.ts';
import { domainReference } from '../domain-reference.ts';
import type { Checkpoint } from './checkpoint.ts';

export function noCheckpoint(detail: string): Fault {
  return fault(ErrorNumber.ERR_NO_DOMAIN_CHECKPOINT, ErrorDomain.TEST, detail);
}

/** The checkpoint of that name. Throws a Fault when there is none. */
export function checkpointNamed({ checkpoints }: Domain, name: string): Checkpoint {
  const checkpoint = checkpoints.byName(name);
  if (checkpoint === undefined) throw noCheckpoint(`no domain checkpoint with matching name '${name}'`);
  return checkpoint;
}

/** The checkpoint of which a client speaks, and its domain. */
export function referredCheckpoint(
  { domains }: Host,
  { dom, name }: NonnullDomainCheckpoint,
): { readonly domain: Domain; readonly checkpoint: Checkpoint } {
  const domain = domains.referredBy(dom);
  return { domain, checkpoint: checkpointNamed(domain, name) };
}

/** How the protocol speaks of a checkpoint. */
export function checkpointReference(domain: Domain, { name }: Checkpoint): NonnullDomainCheckpoint {
  return { name, dom: domainReference(domain) };
}
