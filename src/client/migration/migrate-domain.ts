import { AbortError } from '../../errors/abort-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { DomainMigrateFlags, DomainState } from '../../generated/api-enums.ts';
import { domainAbortJob, domainGetState } from '../../generated/remote-procedures.ts';
import type { NonnullDomain, TypedParam } from '../../generated/remote-types.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';
import { choosePhases } from './choose-phases.ts';
import { type MigrationEnds, unhurried } from './migration-ends.ts';
import { migrationError } from './migration-error.ts';
import type { MigrationCookie, MigrationPhases } from './migration-phases.ts';

/** VIR_DRV_FEATURE_MIGRATE_CHANGE_PROTECTION: libvirt 0.9.4 and later. */
const changeProtection = 7;
const noCookie: MigrationCookie = new Uint8Array(0);

/** How the domain was sent, or was not. */
interface Sending {
  readonly cookie: MigrationCookie;
  readonly failure?: { readonly error: unknown; readonly knownToSource: boolean };
}

/**
 * Moves a domain and resolves with it as the destination refers to it. Both ends are told how it went, in the order of
 * libvirt's own client; of several errors the first is thrown.
 */
export async function migrateDomain(
  ends: MigrationEnds,
  params: readonly TypedParam[],
  flags: number,
  signal?: AbortSignal,
): Promise<NonnullDomain> {
  const phases = await choosePhases(ends, params, { signal });
  const isProtected = await ends.source.supportsFeature(changeProtection, { signal });
  const sourceFlags = isProtected ? (flags | DomainMigrateFlags.CHANGE_PROTECTION) >>> 0 : flags;
  throwIfAborted(signal);

  const begun = await phases.begin(sourceFlags);
  let prepared: { readonly cookie: MigrationCookie; readonly uri: string | undefined };
  let destinationFlags: number;
  try {
    throwIfAborted(signal);
    destinationFlags = await flagsOfDestination(ends, flags);
    prepared = await phases.prepare(begun, destinationFlags);
  } catch (error) {
    // Without protection the source has not begun anything that it would have to end.
    if (isProtected) await confirm(phases, noCookie, sourceFlags, true);
    throw error;
  }

  const { cookie, failure } =
    (flags & DomainMigrateFlags.OFFLINE) !== 0 && prepared.uri !== undefined
      ? { cookie: noCookie }
      : await send(phases, ends, prepared, sourceFlags, signal);

  let finished: Awaited<ReturnType<MigrationPhases['finish']>>;
  try {
    finished = await phases.finish(cookie, destinationFlags, failure !== undefined);
  } catch (error) {
    if (failure === undefined || !failure.knownToSource) await confirm(phases, noCookie, sourceFlags, true);
    throw failure === undefined ? error : migrationError(failure.error, error);
  }
  if (failure === undefined || !failure.knownToSource) await confirm(phases, finished.cookie, sourceFlags, false);
  if (failure !== undefined) throw failure.error;
  return finished.dom;
}

/** A domain that is paused here stays so there; two flags are the source's alone. */
async function flagsOfDestination({ source, dom }: MigrationEnds, flags: number): Promise<number> {
  const { state } = await source.call(domainGetState, { dom, flags: 0 }, unhurried);
  const paused = state === DomainState.PAUSED ? DomainMigrateFlags.PAUSED : 0;
  return ((flags | paused) & ~(DomainMigrateFlags.ABORT_ON_ERROR | DomainMigrateFlags.AUTO_CONVERGE)) >>> 0;
}

/** Sends the domain; an abort of the signal ends that at the source, whose answer tells whether it still could. */
async function send(
  phases: MigrationPhases,
  { source, dom }: MigrationEnds,
  { cookie, uri }: { readonly cookie: MigrationCookie; readonly uri: string | undefined },
  flags: number,
  signal: AbortSignal | undefined,
): Promise<Sending> {
  const unsent = (error: unknown): Sending => ({ cookie: noCookie, failure: { error, knownToSource: false } });
  if (uri === undefined)
    return unsent(new UsageError('the destination named no migrate_uri: give it in the parameters'));
  if (signal?.aborted) return unsent(new AbortError('the migration', signal));
  const abort = (): void => {
    // Refused when the job is over, or not yet one.
    source.call(domainAbortJob, { dom }, unhurried).catch(() => undefined);
  };
  const unwatch = signal === undefined ? undefined : watchAbort(signal, abort);
  try {
    return { cookie: await phases.perform(cookie, flags) };
  } catch (error) {
    const first = signal?.aborted ? new AbortError('the migration', signal) : error;
    return { cookie: noCookie, failure: { error: first, knownToSource: true } };
  } finally {
    unwatch?.();
  }
}

/** Tells the source how it went. If that fails there is nothing more to do: at worst the domain stays paused there. */
async function confirm(
  phases: MigrationPhases,
  cookie: MigrationCookie,
  flags: number,
  cancelled: boolean,
): Promise<void> {
  await phases.confirm(cookie, flags, cancelled).catch(() => undefined);
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError('the migration', signal);
}
