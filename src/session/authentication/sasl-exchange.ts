import { MechanismError } from '../../auth/mechanism-error.ts';
import { ownMechanisms } from '../../auth/mechanisms.ts';
import type { SaslContext, SaslMechanism, SaslMessage, SaslOutcome, StrengthRange } from '../../auth/sasl-mechanism.ts';
import type { SecurityLayer } from '../../auth/security-layer.ts';
import { AuthenticationError } from '../../errors/authentication-error.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { LibvirtRpcError } from '../../errors/libvirt-rpc-error.ts';
import { authSASLInit, authSASLStart, authSASLStep } from '../../generated/remote-procedures.ts';
import type { Environment } from '../environment.ts';
import type { ObserveOpening } from '../opening-step.ts';
import type { Session } from '../session.ts';
import type { LibvirtUri } from '../uri/uri.ts';
import { readAuthFile } from './auth-file.ts';
import type { AuthenticationOptions } from './authentication-options.ts';
import { CredentialSource } from './credential-source.ts';
import { kerberosTickets } from './kerberos-tickets.ts';
import { orAborted } from './or-aborted.ts';
import { advice, chooseSaslMechanism, waysOf } from './sasl-choice.ts';

export interface SaslExchangeOptions extends AuthenticationOptions {
  readonly uri: LibvirtUri | undefined;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** The mechanism that the URI insists on. */
  readonly wanted: string | undefined;
  readonly onStep?: ObserveOpening | undefined;
}

const service = 'libvirt';
/** The strength that libvirt wants of a security layer where nothing else protects a connection, and no other allows. */
const unprotected: StrengthRange = { minimum: 56, maximum: 100_000 };
const protectedAlready: StrengthRange = { minimum: 0, maximum: 0 };
const nothing = new Uint8Array(0);
/** A mechanism has been through in fewer steps, always: a daemon that wants more would go on for ever. */
const mostSteps = 32;

/**
 * Convinces the daemon by SASL, and seals the connection from the packet on from which the mechanism has it so.
 * Rejects with an AuthenticationError; the session is then of no use any more.
 */
export async function saslExchange(session: Session, options: SaslExchangeOptions): Promise<void> {
  const { uri, environment, signal, wanted, onStep } = options;
  onStep?.({ step: 'sasl' });
  const names = await offeredMechanisms(session, signal);
  onStep?.({ step: 'sasl', offered: names });
  const offered = waysOf(names);
  const host = uri?.host || 'localhost';
  const own = ownMechanisms(kerberosTickets(environment));
  const contextOf = (mechanism: SaslMechanism): SaslContext => {
    const readConfig = () => readAuthFile(uri, service, host, environment);
    const given = options.credentials;
    const source = new CredentialSource({ given, readConfig, host, mechanism: mechanism.name, offered, signal });
    const strength = session.isSecure ? protectedAlready : unprotected;
    return {
      service,
      host,
      secure: session.isSecure,
      strength,
      signal,
      known: (kind) => source.known(kind),
      credential: (kind, question) => source.credential(kind, question),
    };
  };
  const mechanism = await chooseSaslMechanism({
    offered: names,
    wanted,
    mechanisms: [...(options.saslMechanisms ?? []), ...own],
    contextOf,
    peer: session.peer,
  });
  onStep?.({ step: 'sasl', mechanism: mechanism.name });
  const layer = await new SaslConversation(session, mechanism, contextOf(mechanism), offered).run();
  onStep?.({ step: 'sasl', layer: layer?.strength ?? 0 });
}

async function offeredMechanisms(session: Session, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const { mechlist } = await session.call(authSASLInit, undefined, { signal });
    return mechlist.split(/[, ]+/).filter((name) => name !== '');
  } catch (cause) {
    if (!(cause instanceof LibvirtError)) throw cause;
    // Daemons leave out what an open connection must not carry, and fail when nothing is left.
    const hint = session.isSecure ? '' : `; on ${session.peer}, which is not encrypted, it may have none: ${advice}`;
    const message = `the daemon offers no SASL mechanism: ${cause.message} (${cause.code})${hint}`;
    throw new AuthenticationError(message, ['sasl'], { cause });
  }
}

/** What the daemon says to one of our messages. */
interface SaslReply {
  readonly complete: number;
  readonly nil: number;
  readonly data: Uint8Array;
}

class SaslConversation {
  readonly #session: Session;
  readonly #mechanism: SaslMechanism;
  readonly #context: SaslContext;
  readonly #offered: readonly string[];
  readonly #dialogue: AsyncGenerator<SaslMessage, SaslOutcome, SaslMessage>;

  constructor(session: Session, mechanism: SaslMechanism, context: SaslContext, offered: readonly string[]) {
    this.#session = session;
    this.#mechanism = mechanism;
    this.#context = context;
    this.#offered = offered;
    this.#dialogue = mechanism.converse(context);
  }

  async run(): Promise<SecurityLayer | undefined> {
    try {
      const layer = await this.#converse();
      this.#session.release(layer);
      return layer;
    } finally {
      // A conversation that ends early may have something to put away, and nobody to complain to.
      this.#dialogue.return({ response: null }).catch(() => undefined);
    }
  }

  async #converse(): Promise<SecurityLayer | undefined> {
    let ours = await this.#listen(null);
    let reply = await this.#send(messageOf(ours), true);
    for (let steps = 0; ; steps++) {
      const daemonIsThrough = reply.complete !== 0;
      // Both may be through at once; otherwise it is our turn, also when the daemon is content: it may have proved
      // who it is along with its consent.
      if (!daemonIsThrough) this.#session.release();
      if (ours.done !== true) ours = await this.#listen(reply.nil === 0 ? reply.data : null);
      else if (!daemonIsThrough) throw this.#wrong('the daemon wants more than the mechanism has');
      if (daemonIsThrough) break;
      if (steps === mostSteps) throw this.#wrong(`the daemon is not content after ${mostSteps} steps`);
      reply = await this.#send(messageOf(ours), false);
      if (ours.done === true && reply.complete !== 0) break;
    }
    if (ours.done !== true) throw this.#wrong('the daemon is content too early: it has not proved who it is');
    return this.#checkedLayer(ours.value.layer);
  }

  /** Lets the mechanism read what the daemon said, and tells what it has to say. */
  async #listen(message: SaslMessage): Promise<IteratorResult<SaslMessage, SaslOutcome>> {
    try {
      return await orAborted(this.#dialogue.next(message), `SASL ${this.#mechanism.name}`, this.#context.signal);
    } catch (cause) {
      if (cause instanceof LibvirtRpcError) throw cause;
      throw this.#wrong(cause instanceof MechanismError ? cause.message : 'the mechanism failed', cause);
    }
  }

  /** What the daemon sends behind the reply is not read before we know in which form it is. */
  async #send(message: SaslMessage, first: boolean): Promise<SaslReply> {
    const { signal } = this.#context;
    const args = { nil: message === null ? 1 : 0, data: message ?? nothing };
    try {
      return first
        ? await this.#session.callHeld(authSASLStart, { mech: this.#mechanism.name, ...args }, { signal })
        : await this.#session.callHeld(authSASLStep, args, { signal });
    } catch (cause) {
      if (!(cause instanceof LibvirtError)) throw cause;
      throw this.#wrong(`the daemon did not let us in: ${cause.message} (${cause.code})`, cause);
    }
  }

  #checkedLayer(layer: SecurityLayer | undefined): SecurityLayer | undefined {
    const { minimum, maximum } = this.#context.strength;
    const strength = layer?.strength ?? 0;
    if (strength < minimum || strength > maximum) {
      throw this.#wrong(`its security layer has ${strength} bits; ${minimum} to ${maximum} are needed`);
    }
    return layer;
  }

  #wrong(reason: string, cause?: unknown): AuthenticationError {
    const options = cause === undefined ? undefined : { cause };
    return new AuthenticationError(`SASL ${this.#mechanism.name}: ${reason}`, this.#offered, options);
  }
}

function messageOf(ours: IteratorResult<SaslMessage, SaslOutcome>): SaslMessage {
  return ours.done === true ? ours.value.response : ours.value;
}
