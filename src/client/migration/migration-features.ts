import { UsageError } from '../../errors/usage-error.ts';
import { DomainMigrateFlags } from '../../generated/api-enums.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Session } from '../../session/session.ts';
import { hasAny } from './migration-flags.ts';

/** VIR_DRV_FEATURE numbers, and the releases that brought them. */
export const migrationFeature = {
  /** 0.9.2 */
  version3: 6,
  /** 0.9.4 */
  changeProtection: 7,
  /** 1.0.1 */
  offline: 12,
  /** 1.1.0 */
  extensibleParameters: 13,
} as const;

/** Throws a UsageError where the flags ask for OFFLINE and a daemon, here by its part in the migration, lacks it. */
export async function checkOffline(
  daemons: Readonly<Record<string, Session>>,
  flags: number,
  options: CallOptions,
): Promise<void> {
  if (!hasAny(flags, DomainMigrateFlags.OFFLINE)) return;
  for (const [part, session] of Object.entries(daemons)) {
    if (await session.supportsFeature(migrationFeature.offline, options)) continue;
    throw new UsageError(`OFFLINE: the hypervisor at the ${part} migrates only domains that run`);
  }
}
