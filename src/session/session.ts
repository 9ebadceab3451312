import { asyncDispose } from '../async-dispose.ts';
import type { SecurityLayer } from '../auth/security-layer.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
import { LibvirtRpcError } from '../errors/libvirt-rpc-error.ts';
import type { TooOld } from '../errors/not-supported-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { connectSupportsFeature } from '../generated/remote-procedures.ts';
import type { CallProcedure, StreamProcedure } from '../protocol/procedure.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import { type CallOutcome, maybeUnknownProcedure, resultOf } from '../rpc/call-outcome.ts';
import type { EventRegistration } from '../rpc/client-events.ts';
import type { ClientStream } from '../rpc/client-stream.ts';
import type { EventFamily } from '../rpc/event-family.ts';
import type { KeepAliveOptions } from '../rpc/keepalive-watch.ts';
import { RpcClient } from '../rpc/rpc-client.ts';
import type { StreamSink } from '../rpc/stream-table.ts';
import type { Transport } from '../transport/transport.ts';
import { isOlder, releaseOf } from './daemon-release.ts';
import { nodeClock } from './node-clock.ts';
import { SessionPipe } from './session-pipe.ts';
import { remoteProgram, type SessionProgram } from './session-program.ts';

/** What holds for every call of a session. */
export interface SessionOptions {
  /** The longest wait for each call that names none itself, in milliseconds; without it calls wait for ever. */
  readonly callTimeout?: number | undefined;
  /** How many calls that may block are on the wire at once; 4, as daemons by default take 5 requests. */
  readonly maxInFlight?: number | undefined;
}

/** The bits of a security layer from which libvirt calls a connection secure. */
const strongEnough = 56;

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
  readonly #pipe: SessionPipe;
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
    this.#pipe = new SessionPipe(transport);
    this.#callTimeout = callTimeout;
    this.#program = program;
    let resolveClosed!: (error: ConnectionError) => void;
    this.closed = new Promise((resolve) => {
      resolveClosed = resolve;
    });
    const rpc = new RpcClient({
      clock: nodeClock,
      maxInFlight,
      send: (bytes, more) => this.#pipe.send(bytes, more),
      onClose: (error) => {
        // Behind our own farewell what was written is still sent; a peer at fault gets nothing more.
        if (error.reason === 'client') transport.close();
        else transport.destroy();
        resolveClosed(error);
      },
    });
    this.#rpc = rpc;
    transport.open({
      data: (chunk) => this.#receive(chunk),
      drain: () => rpc.drained(),
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
    return this.#transport.secure || (this.#pipe.layer?.strength ?? 0) >= strongEnough;
  }

  /** Whether what passes on the way to the daemon is encrypted by the connection itself. */
  get isEncrypted(): boolean {
    return (this.#transport.encrypted ?? false) || this.#pipe.layer !== undefined;
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
    const limits = this.#admit(procedure, { signal, timeout });
    return this.#resultOf(procedure, await this.#rpc.call(procedure, args, limits), limits);
  }

  /**
   * {@link call}, and nothing behind its reply is read until {@link release}. A call that fails holds nothing. For
   * exchanges behind which the bytes may change their form.
   */
  async callHeld<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: NoInfer<Args>,
    { signal, timeout = this.#callTimeout }: CallOptions = {},
  ): Promise<Result> {
    const limits = this.#admit(procedure, { signal, timeout });
    const outcome = await this.#rpc.callHeld(procedure, args, limits);
    if (outcome.kind !== 'result') this.release();
    return this.#resultOf(procedure, outcome, limits);
  }

  /** Reads on behind the reply of {@link callHeld}; with a layer, what follows in both directions is sealed by it. */
  release(layer?: SecurityLayer): void {
    if (layer !== undefined) this.#pipe.seal(layer);
    for (const piece of this.#rpc.release()) this.#receive(piece);
  }

  /**
   * Opens a stream, whose packets go to `sink` from now on, before this resolves if need be. The sink runs within the
   * reading of packets: it must not run its user's code. Rejects as {@link call} does; the sink gets nothing then.
   */
  async openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: NoInfer<Args>,
    sink: StreamSink,
    { signal, timeout = this.#callTimeout }: CallOptions = {},
  ): Promise<{ readonly stream: ClientStream; readonly result: Result }> {
    const limits = this.#admit(procedure, { signal, timeout });
    const { stream, outcome } = this.#rpc.streams.open(procedure, args, sink, limits);
    return { stream, result: await this.#resultOf(procedure, await outcome, limits) };
  }

  /** Registers for events; resolves when the daemon has confirmed. Rejects as {@link call} does. */
  async register<Args, Result>(
    registration: EventRegistration<Args, Result>,
    { signal, timeout = this.#callTimeout }: CallOptions = {},
  ): Promise<Result> {
    const { procedure } = registration;
    const limits = this.#admit(procedure, { signal, timeout });
    return this.#resultOf(procedure, await this.#rpc.events.register(registration, limits), limits);
  }

  /** Drops the events of a registration from now on; the daemon is told by the call that ends it. */
  unregister(family: EventFamily, callbackId?: number): void {
    this.#rpc.events.unregister(family, callbackId);
  }

  /** Stops reading from the daemon, so that it has to wait: replies, events and streams alike. */
  pauseReading(): void {
    this.#rpc.readingPaused = true;
    this.#transport.pause();
  }

  resumeReading(): void {
    this.#rpc.readingPaused = false;
    this.#transport.resume();
  }

  /** Calls back, once, when what was written has room again to be written behind, or the connection has ended. */
  onceDrained(callback: () => void): void {
    this.#rpc.onceDrained(callback);
  }

  /** Watches whether the daemon gives signs of life; to be called once, where it knows pings. */
  watchKeepalive(options: KeepAliveOptions): void {
    this.#rpc.watchKeepalive(options);
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

  #receive(chunk: Uint8Array): void {
    try {
      this.#pipe.receive(chunk, this.#rpc);
    } catch (cause) {
      // Only a security layer throws: its bytes were not sealed by the daemon.
      const message = cause instanceof Error ? cause.message : String(cause);
      this.#rpc.close(new ConnectionError(message, 'error', { cause }));
    }
  }

  /** Refuses what cannot be called, and fixes until when it is waited for. */
  #admit({ name, fds }: AnyCall, { signal, timeout }: CallOptions): Limits {
    if (fds === 'required') {
      throw new UsageError(`${name} passes file descriptors between processes, which Node cannot do`);
    }
    if (this.#closing !== undefined) throw new ConnectionError(`${name}: the connection is closed`, 'client');
    return { signal, timeout, deadline: timeout === undefined ? undefined : nodeClock.now() + timeout };
  }

  async #resultOf<Result>(
    procedure: AnyCall,
    outcome: CallOutcome<Result>,
    { signal, deadline }: Limits,
  ): Promise<Result> {
    if (outcome.kind !== 'error' || !maybeUnknownProcedure(outcome.error)) return resultOf(outcome, procedure.name);
    const left = deadline === undefined ? undefined : Math.max(0, deadline - nodeClock.now());
    return resultOf(outcome, procedure.name, await this.#tooOldFor(procedure, { signal, timeout: left }));
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

/** A procedure whatever its arguments and result are. */
type AnyCall = Pick<CallProcedure<unknown, unknown>, 'name' | 'fds' | 'since'>;

interface Limits extends CallOptions {
  readonly deadline: number | undefined;
}

function closedHere(): ConnectionError {
  return new ConnectionError('the connection is closed', 'client');
}

function endedBy({ description }: Transport, cause: Error | undefined): ConnectionError {
  return cause === undefined
    ? new ConnectionError(`the daemon closed the connection (${description})`, 'eof')
    : new ConnectionError(`the connection failed: ${cause.message} (${description})`, 'error', { cause });
}
