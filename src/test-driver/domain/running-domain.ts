import type { NonnullDomain } from '../../generated/remote-types.ts';
import type { Host } from '../host.ts';
import type { Domain } from './domain.ts';

/** The domain of which a client speaks, if it runs. Throws a Fault when it does not, or is no more. */
export function runningDomain({ domains }: Host, dom: NonnullDomain): Domain {
  const domain = domains.referredBy(dom);
  domain.checkActive();
  return domain;
}
