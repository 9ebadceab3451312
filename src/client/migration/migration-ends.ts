import type { NonnullDomain } from '../../generated/remote-types.ts';
import type { Session } from '../../session/session.ts';

/** Who takes part in a migration. */
export interface MigrationEnds {
  readonly source: Session;
  readonly destination: Session;
  readonly dom: NonnullDomain;
}

/**
 * For each call of a migration the longest wait there is, in place of the connection's own: a call whose answer nobody
 * waited for would leave the domain between the hosts.
 */
export const unhurried = { timeout: 2 ** 31 - 1 };
