import { asyncDispose } from '../async-dispose.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
import { LibvirtRpcError } from '../errors/libvirt-rpc-error.ts';
import type { TooOld } from '../errors/not-supported-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { connectSupportsFeature } from '../generated/remote-procedures.ts';
import type { CallProcedure } from '../protocol/procedure.ts';
import { maybeUnknownProcedure, resultOf } from '../rpc/call-outcome.ts';
import { type CallOptions, RpcClient } from '../rpc/rpc-client.ts';
import type { Transport } from '../transport/transport.ts';
import { isOlder, releaseOf } from './daemon-release.ts';
import { nodeClock } from './node-clock.ts';
import { remoteProgram, type SessionProgram } from './session-program.ts';

/** What holds for every call of a session. */
export interface SessionOptions {
  /** The longest wait for each call that names none itself, in milliseconds; without it calls wait for ever. */
  readonly callTimeout?: number | undefined;
  /** How many calls that may block are on the wire at once; 4, as daemons by default take 5 requests. */
  readonly maxInFlight?: number | undefined;
}

/** How long the daemon may take to answer that it has closed, in milliseconds. */
const closeTimeout = 1000;

/**
 * A connection to a daemon as procedures see it: typed calls, without the object classes on top. Open one with
 * `openSession`.
 */
export class Session {
  /** What ended the session; resolves when it has ended, and never rejects. */
  readonly closed: Promise<ConnectionError>;
  readonly #rpc: RpcClient;
  readonly #transport: Transport;
  readonly #callTimeout: number | undefined;
  readonly #program: SessionProgram;
  readonly #features = new Map<number, boolean>();
  #daemonRelease: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    transport: Transport,
    { callTimeout, maxInFlight }: SessionOptions = {},
    program: SessionProgram = remoteProgram,
  ) {
    if (maxInFlight !== undefined && !(maxInFlight >= 1)) {
      transport.destroy();
      throw new UsageError(`maxInFlight is ${maxInFlight}: most calls would never be sent`);
    }
    this.#transport = transport;
    this.#callTimeout = callTimeout;
    this.#program = program;
    let resolveClosed!: (error: ConnectionError) => void;
    this.closed = new Promise((resolve) => {
      resolveClosed = resolve;
    });
    const rpc = new RpcClient({
      clock: nodeClock,
      maxInFlight,
      send: (bytes) => {
        transport.write(bytes);
      },
      onClose: (error) => {
        // Behind our own farewell what was written is still sent; a peer at fault gets nothing more.
        if (error.reason === 'client') transport.close();
        else transport.destroy();
        resolveClosed(error);
      },
    });
    this.#rpc = rpc;
    transport.open({
      data: (chunk) => rpc.receive(chunk),
      drain: () => undefined,
      // Once we say goodbye, it is we who end it, though the daemon may hang up on what we sent before.
      end: (cause) => rpc.close(this.#closing === undefined ? endedBy(transport, cause) : closedHere()),
    });
  }

  /** Where the daemon was reached, as `unix:/run/libvirt/libvirt-sock`. */
  get peer(): string {
    return this.#transport.description;
  }

  /** Whether others can neither read nor change what passes on the way to the daemon. */
  get isSecure(): boolean {
    return this.#transport.secure;
  }

  /** Whether what passes on the way to the daemon is encrypted by the connection itself. */
  get isEncrypted(): boolean {
    return this.#transport.encrypted ?? false;
  }

  /** Whether the connection still stands, as far as this side knows. */
  get isAlive(): boolean {
    return this.#rpc.closed === undefined && this.#closing === undefined;
  }

  /** The calls whose replies have not come, those too that nobody waits for any more. */
  get inFlight(): CallInFlight[] {
    return this.#rpc.inFlight;
  }

  /**
   * Calls a procedure of `libvirt-rpc/protocol` and resolves with its result.
   *
   * Rejects with the daemon's LibvirtError (NotSupportedError where it does not know the procedure), a TimeoutError,
   * an AbortError, a ConnectionError, a ProtocolError when the reply cannot be decoded, an XdrError when `args` do not
   * fit, or a UsageError for procedures that pass file descriptors, which Node cannot. Whoever stops waiting does not
   * stop the daemon: it may still do what was asked.
   *
   * @example
   * const { net } = await session.call(networkLookupByName, { name: 'default' }, { timeout: 5000 });
   *
   * @param procedure one of `libvirt-rpc/protocol` that neither opens a stream nor is an event
   * @param args its arguments, by the names of the protocol; `undefined` where it has none
   */
  async call<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: NoInfer<Args>,
    { signal, timeout = this.#callTimeout }: CallOptions = {},
  ): Promise<Result> {
    if (procedure.fds === 'required') {
      throw new UsageError(`${procedure.name} passes file descriptors between processes, which Node cannot do`);
    }
    if (this.#closing !== undefined) throw new ConnectionError(`${procedure.name}: the connection is closed`, 'client');
    const deadline = timeout === undefined ? undefined : nodeClock.now() + timeout;
    const outcome = await this.#rpc.call(procedure, args, { signal, timeout });
    if (outcome.kind !== 'error' || !maybeUnknownProcedure(outcome.error)) return resultOf(outcome, procedure.name);
    const left = deadline === undefined ? undefined : Math.max(0, deadline - nodeClock.now());
    return resultOf(outcome, procedure.name, await this.#tooOldFor(procedure, { signal, timeout: left }));
  }

  /** Whether the daemon has a feature of libvirt's internal list; asked once. A refusal counts as no, as in C. */
  async supportsFeature(feature: number, options?: CallOptions): Promise<boolean> {
    const known = this.#features.get(feature);
    if (known !== undefined) return known;
    try {
      const { supported } = await this.call(connectSupportsFeature, { feature }, options);
      this.#features.set(feature, supported !== 0);
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error;
      this.#features.set(feature, false);
    }
    return this.#features.get(feature) ?? false;
  }

  /** Says goodbye and closes. Calls that are still pending by then reject with a ConnectionError. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    if (this.#rpc.closed !== undefined) return;
    // The daemon cleans up in either case; its answer only tells that it has.
    const { kind } = await this.#rpc.call(this.#program.close, undefined, { timeout: closeTimeout });
    this.#rpc.close(closedHere());
    // A peer that does not answer may not read either, and what is still to be written would wait for it for ever.
    if (kind !== 'result') this.#transport.destroy();
  }

  /** Ends the connection at once, without a word to the daemon. */
  destroy(): void {
    this.#closing ??= Promise.resolve();
    this.#rpc.close(closedHere());
    this.#transport.destroy();
  }

  /** The releases, where it is the daemon's age that made it refuse a procedure. Within the time of the call itself. */
  async #tooOldFor({ since }: { readonly since: string }, options: CallOptions): Promise<TooOld | undefined> {
    this.#daemonRelease ??= await this.#askRelease(options);
    const daemonVersion = this.#daemonRelease;
    return daemonVersion !== undefined && isOlder(daemonVersion, since) ? { since, daemonVersion } : undefined;
  }

  async #askRelease(options: CallOptions): Promise<string | undefined> {
    const call = async <Result>(procedure: CallProcedure<void, Result>): Promise<Result> =>
      resultOf(await this.#rpc.call(procedure, undefined, options), procedure.name);
    try {
      return releaseOf(await this.#program.askLibVersion(call));
    } catch (error) {
      if (error instanceof LibvirtRpcError) return undefined;
      throw error;
    }
  }
}

function closedHere(): ConnectionError {
  return new ConnectionError('the connection is closed', 'client');
}

function endedBy({ description }: Transport, cause: Error | undefined): ConnectionError {
  return cause === undefined
    ? new ConnectionError(`the daemon closed the connection (${description})`, 'eof')
    : new ConnectionError(`the connection failed: ${cause.message} (${description})`, 'error', { cause });
}
