import { UsageError } from '../../errors/usage-error.ts';
import { DomainMigrateFlags } from '../../generated/api-enums.ts';
import { domainMigratePerform3, domainMigratePerform3Params } from '../../generated/remote-procedures.ts';
import type { TypedParam } from '../../generated/remote-types.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { parseUri } from '../../session/uri/uri.ts';
import { sharedDeadline } from '../shared-deadline.ts';
import { abortableJob, throwIfAborted } from './abortable-job.ts';
import { type MigrationSource, unhurried } from './migration-ends.ts';
import { checkOffline, migrationFeature } from './migration-features.ts';
import { checkPeerToPeerFlags } from './migration-flags.ts';
import { plainParameters } from './plain-parameters.ts';

const noCookie = new Uint8Array(0);

/** Lets the domain's daemon move it to the one at the URI, by the only call there is of such a migration. */
export async function migrateToUri(
  from: MigrationSource,
  dconnuri: string,
  params: readonly TypedParam[],
  given: number,
  { signal, timeout = unhurried.timeout }: CallOptions,
): Promise<void> {
  checkPeerToPeerFlags(given);
  checkOtherHost(dconnuri);
  const { source, dom } = from;
  const next = sharedDeadline({ signal, timeout });
  await checkOffline({ source }, given, next());
  const extensible = await source.supportsFeature(migrationFeature.extensibleParameters, next());
  throwIfAborted(signal);

  const flags = (given | DomainMigrateFlags.PEER2PEER) >>> 0;
  const common = { dom, dconnuri, cookie_in: noCookie };
  // Not the signal: who waits learns from the daemon whether the abort came in time.
  const options = { timeout: next().timeout };
  await abortableJob(from, signal, () =>
    extensible
      ? source.call(domainMigratePerform3Params, { ...common, params, flags }, options)
      : source.call(domainMigratePerform3, { ...common, ...plainParameters(params), flags: BigInt(flags) }, options),
  );
}

/** The source must not be sent to itself, which is what such a URI means to it. */
function checkOtherHost(uri: string): void {
  const { host } = parseUri(uri);
  if (host !== '' && !host.startsWith('localhost')) return;
  throw new UsageError(`${JSON.stringify(uri)} names no other host`);
}
