import type { SaslContext, SaslMechanism } from '../../auth/sasl-mechanism.ts';
import { AuthenticationError } from '../../errors/authentication-error.ts';
import { LibvirtRpcError } from '../../errors/libvirt-rpc-error.ts';
import { orAborted } from './or-aborted.ts';

/** What a mechanism is chosen by. */
export interface SaslChoice {
  /** The names that the daemon offers. */
  readonly offered: readonly string[];
  /** The name that the URI insists on, in whatever case. */
  readonly wanted: string | undefined;
  readonly mechanisms: readonly SaslMechanism[];
  /** What a mechanism would work with. */
  readonly contextOf: (mechanism: SaslMechanism) => SaslContext;
  /** Where the daemon was reached, for errors. */
  readonly peer: string;
}

/** What to do where a connection is not encrypted and SASL does not encrypt it. */
export const advice = 'use TLS, SSH or a unix socket, or a mechanism that encrypts: GSSAPI or DIGEST-MD5';

/**
 * The strongest mechanism that is offered and can be used, or the one that the URI insists on if it can. Rejects with
 * an AuthenticationError that says of each why not. Nothing has been asked for or sent by then.
 */
export async function chooseSaslMechanism(choice: SaslChoice): Promise<SaslMechanism> {
  const { wanted, peer } = choice;
  const offered = choice.offered.map((name) => name.toUpperCase());
  const fail = (message: string): AuthenticationError => new AuthenticationError(message, waysOf(offered));
  const asked = wanted?.toUpperCase();
  if (asked !== undefined && !offered.includes(asked)) {
    throw fail(
      `the daemon does not offer ${wanted}, which the URI asks for; it offers ${offered.join(', ') || 'none'}`,
    );
  }
  const reasons: string[] = [];
  let unsealed = false;
  for (const name of byRank(asked === undefined ? offered : [asked], choice.mechanisms)) {
    const mechanism = choice.mechanisms.find((candidate) => candidate.name === name);
    if (mechanism === undefined) reasons.push(`${name} (not known here)`);
    else if (!mechanism.seals && choice.contextOf(mechanism).strength.minimum > 0) {
      unsealed = true;
      reasons.push(`${name} (has no security layer, and ${peer} is not encrypted)`);
    } else {
      const reason = await whyNot(mechanism, choice.contextOf(mechanism), waysOf(offered));
      if (reason === undefined) return mechanism;
      reasons.push(`${name} (${reason})`);
    }
  }
  const list = reasons.join(', ') || 'none at all';
  throw fail(`no SASL mechanism that the daemon offers can be used: ${list}${unsealed ? `; ${advice}` : ''}`);
}

async function whyNot(
  mechanism: SaslMechanism,
  context: SaslContext,
  offered: readonly string[],
): Promise<string | undefined> {
  if (mechanism.whyNot === undefined) return undefined;
  const what = `SASL ${mechanism.name}`;
  try {
    return await orAborted(mechanism.whyNot(context), what, context.signal);
  } catch (cause) {
    if (cause instanceof LibvirtRpcError) throw cause;
    throw new AuthenticationError(`${what}: the mechanism failed before it began`, offered, { cause });
  }
}

/** What the daemon offers, as `auth=` of URIs names it. */
export function waysOf(mechanisms: readonly string[]): string[] {
  return mechanisms.map((name) => `sasl.${name}`);
}

function byRank(names: readonly string[], mechanisms: readonly SaslMechanism[]): string[] {
  const rank = (name: string): number => mechanisms.find((mechanism) => mechanism.name === name)?.rank ?? -1;
  return [...new Set(names)].sort((one, other) => rank(other) - rank(one));
}
