import { asyncDispose } from '../async-dispose.ts';
import type { SecurityLayer } from '../auth/security-layer.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
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
import type { RpcClient } from '../rpc/rpc-client.ts';
import type { StreamSink } from '../rpc/stream-table.ts';
import type { Transport } from '../transport/transport.ts';
import { isOlder } from './daemon-release.ts';
import { closedHere, Link } from './link.ts';
import { nodeClock } from './node-clock.ts';
import { remoteProgram, type SessionProgram } from './session-program.ts';
import type { ReadingGate } from './streams/reading-gate.ts';

/** What holds for every call of a session. */
export interface SessionOptions {
  /** The longest wait for each call that names none itself, in milliseconds; without it calls wait for ever. */
  readonly callTimeout?: number | undefined;
  /** How many calls that may block are on the wire at once; 4, as daemons by default take 5 requests. */
  readonly maxInFlight?: number | undefined;
}

/** Where a session is in its life: only one that reconnects is ever without a connection before it is closed. */
export type SessionState = 'connected' | 'reconnecting' | 'closed';

/** Is told each time the state changes, with what ended the connection before. It must not throw. */
export type StateObserver = (state: SessionState, cause: ConnectionError | undefined) => void;

/** Opens the connection that follows a lost one; rejects when there is to be none. */
export type Reopen = (lost: ConnectionError, signal: AbortSignal) => Promise<Session>;

/**
 * A connection to a daemon as procedures see it: typed calls, without the object classes on top. Open one with
 * `openSession`.
 */
export class Session {
  /** What ended the session; resolves when it has ended, and never rejects. */
  readonly closed: Promise<ConnectionError>;
  readonly #callTimeout: number | undefined;
  readonly #program: SessionProgram;
  readonly #observers = new Set<StateObserver>();
  readonly #end = new AbortController();
  #link: Link;
  #state: SessionState = 'connected';
  #reopen: Reopen | undefined;
  #openAnother: ((options: CallOptions) => Promise<Session>) | undefined;
  #resolveClosed!: (error: ConnectionError) => void;

  constructor(
    transport: Transport,
    { callTimeout, maxInFlight }: SessionOptions = {},
    program: SessionProgram = remoteProgram,
  ) {
    this.#callTimeout = callTimeout;
    this.#program = program;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#link = new Link(transport, maxInFlight);
    void this.#follow(this.#link);
  }

  /** Whether there is a connection now, and is to be one again. */
  get state(): SessionState {
    return this.#state;
  }

  /** Where the daemon was reached, as `unix:/run/libvirt/libvirt-sock`. */
  get peer(): string {
    return this.#link.transport.description;
  }

  /** Whether others can neither read nor change what passes on the way to the daemon. */
  get isSecure(): boolean {
    return this.#link.isSecure;
  }

  /** Whether what passes on the way to the daemon is encrypted by the connection itself. */
  get isEncrypted(): boolean {
    return this.#link.isEncrypted;
  }

  /** Whether the connection still stands, as far as this side knows. */
  get isAlive(): boolean {
    return this.#link.isAlive;
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
    this.#link.release(layer);
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

  /** Where streams say that their readers are slow. */
  get readingGate(): ReadingGate {
    return this.#link.readingGate;
  }

  /** Tells how another session is opened that is like this one, for streams that are not to hold this one up. */
  opensAnotherBy(open: (options: CallOptions) => Promise<Session>): void {
    this.#openAnother = open;
  }

  /** Whether {@link openAnother} can: not where the hypervisor is within this process. */
  get canOpenAnother(): boolean {
    return this.#openAnother !== undefined;
  }

  /** Opens another session on the same hypervisor, by the same URI and options. It lives on its own. */
  async openAnother(options: CallOptions = {}): Promise<Session> {
    if (this.#openAnother === undefined) throw new UsageError('this session cannot open another');
    return this.#openAnother(options);
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
    const { features } = this.#link;
    const known = features.get(feature);
    if (known !== undefined) return known;
    let supported = false;
    try {
      supported = (await this.call(connectSupportsFeature, { feature }, options)).supported !== 0;
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error;
    }
    features.set(feature, supported);
    return supported;
  }

  /**
   * Lets every connection that is lost from now on be followed by another. Calls that were in flight have rejected; the
   * session's users stay as they are.
   */
  keepOpen(reopen: Reopen): void {
    this.#reopen = reopen;
  }

  /** Tells of every change of {@link state} until the function that it returns is called. */
  observe(observer: StateObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Says goodbye and closes. Calls that are still pending by then reject with a ConnectionError. Never rejects. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#link.close(this.#program);
  }

  /** Closes it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Ends the connection at once, without a word to the daemon. */
  destroy(): void {
    this.#end.abort();
    this.#link.destroy();
  }

  get #rpc(): RpcClient {
    return this.#link.rpc;
  }

  /** Waits for the end of a connection, and what is to come behind it. */
  async #follow(link: Link): Promise<void> {
    const lost = await link.closed;
    if (this.#reopen === undefined || this.#end.signal.aborted) return this.#ended(lost);
    this.#become('reconnecting', lost);
    try {
      const next = await this.#reopen(lost, this.#end.signal);
      if (this.#end.signal.aborted) {
        next.destroy();
        return this.#ended(closedHere());
      }
      this.#link = next.#link;
      this.#openAnother = next.#openAnother;
      this.#become('connected', lost);
      void this.#follow(next.#link);
    } catch (cause) {
      this.#ended(this.#end.signal.aborted ? closedHere() : new ConnectionError(lost.message, lost.reason, { cause }));
    }
  }

  #ended(cause: ConnectionError): void {
    this.#become('closed', cause);
    this.#observers.clear();
    this.#resolveClosed(cause);
  }

  #become(state: SessionState, cause: ConnectionError): void {
    this.#state = state;
    for (const observer of this.#observers) observer(state, cause);
  }

  /** Refuses what cannot be called, and fixes until when it is waited for. */
  #admit({ name, fds }: AnyCall, { signal, timeout }: CallOptions): Limits {
    if (fds === 'required') {
      throw new UsageError(`${name} passes file descriptors between processes, which Node cannot do`);
    }
    if (this.#end.signal.aborted) throw new ConnectionError(`${name}: the connection is closed`, 'client');
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

  /** The releases, where it is the daemon's age that made it refuse a procedure. Within the time of the call itself. */
  async #tooOldFor({ since }: { readonly since: string }, options: CallOptions): Promise<TooOld | undefined> {
    const daemonVersion = await this.#link.daemonRelease(this.#program, options);
    return daemonVersion !== undefined && isOlder(daemonVersion, since) ? { since, daemonVersion } : undefined;
  }
}

/** A procedure whatever its arguments and result are. */
type AnyCall = Pick<CallProcedure<unknown, unknown>, 'name' | 'fds' | 'since'>;

interface Limits extends CallOptions {
  readonly deadline: number | undefined;
}
