import { AuthenticationError } from '../errors/authentication-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
import { NotSupportedError } from '../errors/not-supported-error.ts';
import { authList, authPolkit } from '../generated/remote-procedures.ts';
import { AuthType } from '../generated/remote-types.ts';
import type { Session } from './session.ts';

const namesByType: ReadonlyMap<number, string> = new Map(
  Object.entries(AuthType).map(([name, type]) => [type, name.toLowerCase()]),
);

/** Ways of authentication that a URI may ask for. */
type Wanted = 'none' | 'polkit';

/**
 * Makes the daemon take our calls. It says how it wants to be convinced; `wanted` insists on one of its ways.
 * Rejects with an AuthenticationError that lists what was offered.
 */
export async function authenticate(session: Session, wanted: string | undefined, signal: AbortSignal): Promise<void> {
  const types = await offeredTypes(session, signal);
  const offered = types.map((type) => namesByType.get(type) ?? String(type));
  const way = choose(offered, wanted);
  if (way === 'polkit') await askPolkit(session, offered, signal);
}

async function offeredTypes(session: Session, signal: AbortSignal): Promise<readonly number[]> {
  try {
    return (await session.call(authList, undefined, { signal })).types;
  } catch (error) {
    // Daemons from before there was a choice do not know the question and want nothing.
    if (error instanceof NotSupportedError) return [];
    throw error;
  }
}

function choose(offered: readonly string[], wanted: string | undefined): Wanted {
  const asked = wanted?.toLowerCase();
  const [family = ''] = asked?.split('.') ?? [];
  if (asked !== undefined && family !== 'sasl' && asked !== 'polkit') {
    throw new AuthenticationError(`auth=${wanted}: it is sasl, sasl.MECHANISM or polkit`, offered);
  }
  const list = offered.join(', ') || 'nothing';
  if (asked !== undefined && !offered.includes(family)) {
    throw new AuthenticationError(
      `the daemon does not offer ${family}, which the URI asks for; it offers ${list}`,
      offered,
    );
  }
  const way = asked === undefined ? (offered[0] ?? 'none') : family;
  if (way === 'none' || way === 'polkit') return way;
  throw new AuthenticationError(`the daemon asks for ${list}; this release knows none and polkit`, offered);
}

/** The daemon asks polkit about the process at our end of the socket, which may take as long as a human needs. */
async function askPolkit(session: Session, offered: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await session.call(authPolkit, undefined, { signal });
  } catch (cause) {
    if (!(cause instanceof LibvirtError)) throw cause;
    throw new AuthenticationError(`polkit did not let us in: ${cause.message} (${cause.code})`, offered, { cause });
  }
}
