import type { NonnullSecret } from '../../generated/remote-types.ts';
import { canonicalUuidBytes } from '../canonical-uuid.ts';
import type { Secret } from './secret.ts';

/** How the protocol speaks of a secret. */
export function secretReference({ uuid, usageType, usageId }: Secret): NonnullSecret {
  return { uuid: canonicalUuidBytes(uuid), usageType, usageID: usageId ?? '' };
}
