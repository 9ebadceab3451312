import { AbortError } from '../../errors/abort-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { DomainMigrateFlags, DomainState } from '../../generated/api-enums.ts';
import { domainGetState } from '../../generated/remote-procedures.ts';
import type { NonnullDomain, TypedParam } from '../../generated/remote-types.ts';
import { abortableJob, throwIfAborted } from './abortable-job.ts';
import { choosePhases } from './choose-phases.ts';
import { type MigrationEnds, unhurried } from './migration-ends.ts';
import { migrationError } from './migration-error.ts';
import { checkOffline, migrationFeature } from './migration-features.ts';
import { checkManagedFlags, hasAny } from './migration-flags.ts';
import type { Finished, MigrationCookie, MigrationPhases, Prepared } from './migration-phases.ts';

const { ABORT_ON_ERROR, AUTO_CONVERGE, CHANGE_PROTECTION, OFFLINE, PAUSED, POSTCOPY_RESUME } = DomainMigrateFlags;
const noCookie: MigrationCookie = new Uint8Array(0);

/** How the domain was sent; where it was not, why, and whether it was the source that said so. */
interface Sending {
  readonly cookie: MigrationCookie;
  readonly failure?: { readonly error: unknown; readonly knownToSource: boolean };
}

/**
 * Moves a domain and resolves with it as the destination refers to it. The course is that of libvirt's own client: both
 * ends are told how it went, and of several errors the one is thrown that it would tell.
 */
export async function migrateDomain(
  ends: MigrationEnds,
  params: readonly TypedParam[],
  given: number,
  signal?: AbortSignal,
): Promise<NonnullDomain> {
  checkManagedFlags(given);
  const { source, destination } = ends;
  await checkOffline({ source, destination }, given, { signal });
  const isProtected = await source.supportsFeature(migrationFeature.changeProtection, { signal });
  if (hasAny(given, CHANGE_PROTECTION) && !isProtected) {
    throw new UsageError('CHANGE_PROTECTION: the hypervisor at the source has none');
  }
  const phases = await choosePhases(ends, params, { signal });
  throwIfAborted(signal);

  // Protection is the source's to give: one that can is asked for it.
  let flags = isProtected ? (given | CHANGE_PROTECTION) >>> 0 : given;
  const begun = await phases.begin(flags);
  let prepared: Prepared;
  try {
    throwIfAborted(signal);
    // A domain that is paused here stays so there; one whose memory was cut off from it is paused for that alone.
    if (!hasAny(flags, POSTCOPY_RESUME) && (await isPaused(ends))) flags = (flags | PAUSED) >>> 0;
    prepared = await phases.prepare(begun, atDestination(flags));
  } catch (error) {
    // Without protection the source has not begun anything that it would have to end.
    if (isProtected) await confirm(phases, noCookie, flags, true);
    throw error;
  }

  const { cookie, failure } = await send(phases, ends, prepared, flags, signal);
  let finished: Finished;
  try {
    finished = await phases.finish(cookie, atDestination(flags), failure !== undefined);
  } catch (error) {
    if (!failure?.knownToSource) await confirm(phases, noCookie, flags, true);
    throw failure === undefined ? error : migrationError(failure.error, error);
  }
  if (!failure?.knownToSource) await confirm(phases, finished.cookie, flags, false);
  if (failure !== undefined) throw failure.error;
  return finished.dom;
}

/** Some flags are the source's alone. */
function atDestination(flags: number): number {
  return (flags & ~(CHANGE_PROTECTION | ABORT_ON_ERROR | AUTO_CONVERGE)) >>> 0;
}

async function isPaused({ source, dom }: MigrationEnds): Promise<boolean> {
  return (await source.call(domainGetState, { dom, flags: 0 }, unhurried)).state === DomainState.PAUSED;
}

/** Sends the domain, if it runs; an abort of the signal ends that at the source. */
async function send(
  phases: MigrationPhases,
  ends: MigrationEnds,
  { cookie, uri }: Prepared,
  flags: number,
  signal: AbortSignal | undefined,
): Promise<Sending> {
  const unsent = (error: unknown): Sending => ({ cookie, failure: { error, knownToSource: false } });
  if (uri === undefined) {
    return unsent(new UsageError('the destination named no migrate_uri: give it in the parameters'));
  }
  if (hasAny(flags, OFFLINE)) return { cookie: noCookie };
  if (signal?.aborted) return unsent(new AbortError('the migration', signal));
  try {
    return { cookie: await abortableJob(ends, signal, () => phases.perform(cookie, flags)) };
  } catch (error) {
    return { cookie: noCookie, failure: { error, knownToSource: true } };
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
