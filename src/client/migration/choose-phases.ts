import { UsageError } from '../../errors/usage-error.ts';
import type { TypedParam } from '../../generated/remote-types.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { extensiblePhases } from './extensible-phases.ts';
import type { MigrationEnds } from './migration-ends.ts';
import { migrationFeature } from './migration-features.ts';
import type { MigrationPhases } from './migration-phases.ts';
import { plainPhases } from './plain-phases.ts';

/** The calls that both daemons know. Throws a UsageError where there are none, or none that take the parameters. */
export async function choosePhases(
  ends: MigrationEnds,
  params: readonly TypedParam[],
  options: CallOptions,
): Promise<MigrationPhases> {
  const both = async (feature: number): Promise<boolean> =>
    (await ends.source.supportsFeature(feature, options)) && (await ends.destination.supportsFeature(feature, options));
  if (await both(migrationFeature.extensibleParameters)) return extensiblePhases(ends, params);
  if (await both(migrationFeature.version3)) return plainPhases(ends, params);
  throw new UsageError('the two hypervisors have no migration protocol in common that a client can drive');
}
