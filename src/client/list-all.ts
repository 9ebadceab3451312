import { LibvirtError } from '../errors/libvirt-error.ts';
import { NotSupportedError } from '../errors/not-supported-error.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import { sharedDeadline } from './shared-deadline.ts';

/** How the objects of a kind are listed: at once, and by the calls from before there was a call for that. */
export interface Listing<Handle> {
  all(options: CallOptions): Promise<Handle[]>;
  /** The lists of names that make the whole together, each with the flag that asks for what is in it, 0 where it is the only one. */
  readonly lists: readonly NameList[];
  /** Looks one up, by its name in the list of the flag. */
  find(name: string, options: CallOptions, flag: number): Promise<Handle>;
  /** The daemon's answer when an object has gone since it was listed, as `VIR_ERR_NO_NETWORK`. */
  readonly gone: string;
  readonly filters?: readonly Filter<Handle>[];
}

interface NameList {
  readonly flag: number;
  list(options: CallOptions): Promise<readonly string[]>;
}

/** Flags of which each object has one, and which one that is. */
export interface Filter<Handle> {
  readonly flags: readonly number[];
  flagOf(handle: Handle, options: CallOptions): Promise<number>;
}

/**
 * Lists the objects that the flags ask for. A daemon that does not know the call for that is asked for names, and then
 * for each object; where the flags ask for more than can be told so, its answer stands.
 */
export async function listAll<Handle>(
  options: CallOptions,
  flags: number,
  listing: Listing<Handle>,
): Promise<Handle[]> {
  const next = sharedDeadline(options);
  try {
    return await listing.all(next());
  } catch (error) {
    if (!(error instanceof NotSupportedError) || !canTell(flags, listing)) throw error;
    try {
      return await listByName(next, flags, listing);
    } catch (second) {
      // The driver has no such objects at all: then the first answer is the one to the question.
      throw second instanceof NotSupportedError ? error : second;
    }
  }
}

function canTell<Handle>(flags: number, { lists, filters = [] }: Listing<Handle>): boolean {
  const known = [...lists.map(({ flag }) => flag), ...filters.flatMap((filter) => filter.flags)];
  return (flags & ~known.reduce((all, flag) => all | flag, 0)) === 0;
}

async function listByName<Handle>(
  next: () => CallOptions,
  flags: number,
  { lists, find, gone, filters = [] }: Listing<Handle>,
): Promise<Handle[]> {
  const asked = lists.filter(({ flag }) => (flags & flag) !== 0);
  const names = await Promise.all(
    (asked.length > 0 ? asked : lists).map(async ({ flag, list }) =>
      (await list(next())).map((name) => ({ name, flag })),
    ),
  );
  // Flags of a group that are all left out ask for nothing, as do all of them together.
  const active = filters.filter(({ flags: group }) => group.some((flag) => (flags & flag) !== 0));
  const found = names.flat().map(async ({ name, flag }) => {
    try {
      const handle = await find(name, next(), flag);
      for (const { flagOf } of active) if ((flags & (await flagOf(handle, next()))) === 0) return undefined;
      return handle;
    } catch (error) {
      if (error instanceof LibvirtError && error.code === gone) return undefined;
      throw error;
    }
  });
  return (await Promise.all(found)).filter((handle) => handle !== undefined);
}
