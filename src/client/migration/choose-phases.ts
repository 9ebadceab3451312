import { UsageError } from '../../errors/usage-error.ts';
import type { TypedParam } from '../../generated/remote-types.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { extensiblePhases } from './extensible-phases.ts';
import type { MigrationEnds } from './migration-ends.ts';
import type { MigrationPhases } from './migration-phases.ts';
import { plainPhases } from './plain-phases.ts';

/** VIR_DRV_FEATURE_MIGRATION_PARAMS: libvirt 1.1.0 and later. */
const extensibleParameters = 13;
/** VIR_DRV_FEATURE_MIGRATION_V3: libvirt 0.9.2 and later. */
const version3 = 6;

/** The calls that both daemons know. */
export async function choosePhases(
  ends: MigrationEnds,
  params: readonly TypedParam[],
  options: CallOptions,
): Promise<MigrationPhases> {
  const both = async (feature: number): Promise<boolean> =>
    (await ends.source.supportsFeature(feature, options)) && (await ends.destination.supportsFeature(feature, options));
  if (await both(extensibleParameters)) return extensiblePhases(ends, params);
  if (await both(version3)) return plainPhases(ends, params);
  throw new UsageError('the two hypervisors have no migration protocol in common that a client can drive');
}
