import type { CredentialKind } from './credentials.ts';
import type { SecurityLayer } from './security-layer.ts';

/** A message between the two ends of a mechanism; `null` is no message, which SASL tells apart from an empty one. */
export type SaslMessage = Uint8Array | null;

/** How a mechanism ends on our side. */
export interface SaslOutcome {
  /** The last message to the daemon, sent unless the daemon is through already. */
  readonly response: SaslMessage;
  /** What is put between the connection's packets and its bytes from then on. */
  readonly layer?: SecurityLayer | undefined;
}

/** How strong a security layer must be and may be at most, in bits of a key; see {@link SecurityLayer.strength}. */
export interface StrengthRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** What a credential is asked for with; see `CredentialRequest`. */
export interface SaslQuestion {
  readonly prompt?: string | undefined;
  readonly challenge?: string | undefined;
  readonly defaultValue?: string | undefined;
}

/** What a mechanism may know, and ask for. */
export interface SaslContext {
  /** The name of the service, as in `libvirt/host`. */
  readonly service: string;
  /** The host as the URI names it; `localhost` where it names none. */
  readonly host: string;
  /** Whether others can neither read nor change what passes. */
  readonly secure: boolean;
  /** What the connection needs of a security layer; a maximum of 0 forbids any. */
  readonly strength: StrengthRange;
  /** Aborted when the opening of the connection is given up. */
  readonly signal: AbortSignal;
  /** The credential, if it is known without asking anybody. */
  known(kind: CredentialKind): Promise<string | undefined>;
  /** The credential, by asking if need be. Rejects with an AuthenticationError when there is none. */
  credential(kind: CredentialKind, question?: SaslQuestion): Promise<string>;
}

/**
 * A way to convince a daemon of who we are. Programs can bring their own, in the options of `connect`.
 *
 * @example
 * import type { SaslMechanism } from 'libvirt-rpc';
 *
 * const anonymous: SaslMechanism = {
 *   name: 'ANONYMOUS', rank: 10, seals: false,
 *   async *converse() {
 *     yield new TextEncoder().encode('guest');
 *     return { response: null };
 *   },
 * };
 */
export interface SaslMechanism {
  /** As IANA has registered it, in capitals. */
  readonly name: string;
  /** Of those that a daemon offers, the one of the highest rank is taken. */
  readonly rank: number;
  /** Whether it can give a connection a security layer, without which it is of no use on one that is not secure. */
  readonly seals: boolean;
  /** Why it cannot be used here, if it cannot: what is missing. */
  whyNot?(context: SaslContext): Promise<string | undefined>;
  /**
   * Our side of the conversation: yields a message to the daemon and gets the daemon's next one, first of all the
   * initial response, `null` if it has none. Returns when it is convinced of the daemon, too. Throws a MechanismError
   * for what it does not accept, and then the connection is closed.
   */
  converse(context: SaslContext): AsyncGenerator<SaslMessage, SaslOutcome, SaslMessage>;
}
