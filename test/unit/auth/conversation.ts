import type { KnownCredentials } from '../../../src/auth/credentials.ts';
import type { SaslContext, SaslMechanism, SaslMessage, SaslOutcome } from '../../../src/auth/sasl-mechanism.ts';

/** What a mechanism works with in a test: credentials that are all known, on a connection that is secure unless told. */
export function contextWith(credentials: KnownCredentials, changes: Partial<SaslContext> = {}): SaslContext {
  return {
    service: 'libvirt',
    host: 'localhost',
    secure: true,
    strength: { minimum: 0, maximum: 0 },
    signal: new AbortController().signal,
    known: async (kind) => credentials[kind],
    credential: async (kind, question) => {
      const value = credentials[kind] ?? question?.defaultValue;
      if (value === undefined) throw new Error(`the test has no ${kind}`);
      return value;
    },
    ...changes,
  };
}

/** What comes of a conversation with a daemon that says `challenges`, one after the other. */
export interface Conversation {
  /** Our messages, as text. */
  readonly said: readonly (string | null)[];
  readonly outcome: SaslOutcome | undefined;
}

/** Talks until the mechanism is through or the daemon has nothing more to say. */
export async function converse(
  mechanism: SaslMechanism,
  context: SaslContext,
  challenges: readonly (string | Uint8Array | null)[],
): Promise<Conversation> {
  const said: (string | null)[] = [];
  const dialogue = mechanism.converse(context);
  let turn = await dialogue.next(null);
  for (const challenge of challenges) {
    if (turn.done === true) break;
    said.push(textOf(turn.value));
    turn = await dialogue.next(typeof challenge === 'string' ? Buffer.from(challenge) : challenge);
  }
  if (turn.done !== true) return { said: [...said, textOf(turn.value)], outcome: undefined };
  return { said, outcome: turn.value };
}

function textOf(message: SaslMessage): string | null {
  return message === null ? null : Buffer.from(message).toString();
}
