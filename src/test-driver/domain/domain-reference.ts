import type { NonnullDomain } from '../../generated/remote-types.ts';
import { canonicalUuidBytes } from '../canonical-uuid.ts';
import type { Domain } from './domain.ts';

/** How the protocol speaks of a domain. */
export function domainReference({ name, uuid, id }: Domain): NonnullDomain {
  return { name, uuid: canonicalUuidBytes(uuid), id };
}
