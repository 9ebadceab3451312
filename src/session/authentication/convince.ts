import { AuthenticationError } from '../../errors/authentication-error.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { authPolkit } from '../../generated/remote-procedures.ts';
import { AuthType } from '../../generated/remote-types.ts';
import type { Session } from '../session.ts';
import type { AuthenticateOptions } from './authentication-options.ts';
import { offeredTypes } from './offered-types.ts';

const namesByType: ReadonlyMap<number, string> = new Map(
  Object.entries(AuthType).map(([name, type]) => [type, name.toLowerCase()]),
);

/**
 * Convinces the daemon by one of the ways that it offers, which it is asked for where `types` are not known yet. `auth`
 * is what the URI says.
 */
export async function convince(
  session: Session,
  types: readonly number[] | undefined,
  auth: string | undefined,
  options: AuthenticateOptions,
): Promise<void> {
  const { signal, onStep } = options;
  const wanted = parseWanted(auth);
  onStep?.({ step: 'authentication' });
  const offered = (types ?? (await offeredTypes(session, signal))).map((type) => namesByType.get(type) ?? String(type));
  onStep?.({ step: 'authentication', offered });
  const way = choose(offered, wanted?.way);
  onStep?.({ step: 'authentication', chosen: way });
  if (way === 'polkit') await askPolkit(session, offered, signal);
  else if (way === 'sasl') {
    const { saslExchange } = await import('./sasl-exchange.ts');
    await saslExchange(session, { ...options, wanted: wanted?.mechanism });
  }
}

interface Wanted {
  readonly way: string;
  readonly mechanism: string | undefined;
}

/** Takes `auth=` of a URI apart; it names no way that a daemon may or may not have, but one of ours. */
function parseWanted(text: string | undefined): Wanted | undefined {
  if (text === undefined) return undefined;
  const [, way = '', mechanism] = /^(polkit|sasl(?:\.([\w-]+))?)$/i.exec(text) ?? [];
  if (way === '') throw new UsageError(`auth=${text}: it is sasl, sasl.MECHANISM or polkit`);
  return { way: mechanism === undefined ? way.toLowerCase() : 'sasl', mechanism };
}

function choose(offered: readonly string[], wanted: string | undefined): string {
  const list = offered.join(', ') || 'nothing';
  if (wanted !== undefined && !offered.includes(wanted)) {
    throw new AuthenticationError(
      `the daemon does not offer ${wanted}, which the URI asks for; it offers ${list}`,
      offered,
    );
  }
  const way = wanted ?? offered[0] ?? 'none';
  if (way === 'none' || way === 'polkit' || way === 'sasl') return way;
  throw new AuthenticationError(`the daemon asks for ${list}; this release knows none, polkit and sasl`, offered);
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
