import type { NonnullDomain } from '../../generated/remote-types.ts';
import type { Session } from '../../session/session.ts';

/** What is migrated, and the daemon that has it. */
export interface MigrationSource {
  readonly source: Session;
  readonly dom: NonnullDomain;
}

/** Who takes part in a migration that the client drives. */
export interface MigrationEnds extends MigrationSource {
  readonly destination: Session;
}

/**
 * For each call of a migration the longest wait there is, in place of the connection's own: a call whose answer nobody
 * waited for would leave the domain between the hosts.
 */
export const unhurried = { timeout: 2 ** 31 - 1 };
