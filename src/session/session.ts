import { asyncDispose } from '../async-dispose.ts';
import type { SecurityLayer } from '../auth/security-layer.ts';
import type { FrameTap } from '../diagnostics/frame-tap.ts';
import type { Tracer } from '../diagnostics/tracer.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
import type { TooOld } from '../errors/not-supported-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { connectSupportsFeature } from '../generated/remote-procedures.ts';
import type { CallProcedure, StreamProcedure, StreamWay } from '../protocol/procedure.ts';
import { type CallOptions, longestTimeout } from '../rpc/call-options.ts';
import { type CallOutcome, maybeUnknownProcedure, resultOf } from '../rpc/call-outcome.ts';
import type { EventRegistration } from '../rpc/client-events.ts';
import type { ClientStream } from '../rpc/client-stream.ts';
import type { EventFamily } from '../rpc/event-family.ts';
import type { KeepAliveOptions } from '../rpc/keepalive-watch.ts';
import type { RpcClient } from '../rpc/rpc-client.ts';
import type { StreamSink } from '../rpc/stream-table.ts';
import type { Transport } from '../transport/transport.ts';
import { isOlder } from './daemon-release.ts';
import { Link } from './link.ts';
import { LinkKeeper, type SessionState, type StateObserver } from './link-keeper.ts';
import { nodeClock } from './node-clock.ts';
import { onlyReads } from './only-reads.ts';
import { remoteProgram, type SessionProgram } from './session-program.ts';
import type { ReadingGate } from './streams/reading-gate.ts';
import type { SessionStream, SessionStreamOptions } from './streams/session-stream.ts';

/** What holds for every call of a session. */
export interface SessionOptions {
  /**
   * The longest wait for each call that names none itself, in milliseconds; without it calls wait for ever. Opening is
   * not limited by it: somebody may be asked there for a password.
   */
  readonly callTimeout?: number | undefined;
  /** How many calls that may block are on the wire at once; 4, as daemons by default take 5 requests. */
  readonly maxInFlight?: number | undefined;
}

/**
 * A connection to a daemon as procedures see it: typed calls, without the object classes on top. Open one with
 * `openSession`.
 */
export class Session {
  #callTimeout: number | undefined;
  readonly #program: SessionProgram;
  readonly #keeper: LinkKeeper;
  #retryReads = false;
  /** Tells those who watch the diagnostics channels of the process what is called; whoever opens a session sets it. */
  tracer: Tracer | undefined;

  constructor(
    transport: Transport,
    { callTimeout, maxInFlight }: SessionOptions = {},
    program: SessionProgram = remoteProgram,
  ) {
    this.#callTimeout = callTimeout;
    this.#program = program;
    this.#keeper = new LinkKeeper(new Link(transport, maxInFlight));
  }

  /** The longest wait, from now on, for each call that names none itself, in milliseconds. Throws a UsageError. */
  set callTimeout(timeout: number | undefined) {
    if (timeout !== undefined && !(timeout >= 0 && timeout <= longestTimeout)) {
      throw new UsageError(`callTimeout is 0 to ${longestTimeout} ms, not ${String(timeout)}`);
    }
    this.#callTimeout = timeout;
  }

  /** What ended the session; resolves when it has ended, and never rejects. */
  get closed(): Promise<ConnectionError> {
    return this.#keeper.closed;
  }

  /** Whether there is a connection now, and is to be one again. */
  get state(): SessionState {
    return this.#keeper.state;
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
  call<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: NoInfer<Args>,
    options: CallOptions = {},
  ): Promise<Result> {
    const { tracer } = this;
    return tracer?.calls.hasSubscribers
      ? tracer.call(this.peer, procedure, args, options, () => this.#call(procedure, args, options))
      : this.#call(procedure, args, options);
  }

  async #call<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: Args,
    { signal, timeout = this.#callTimeout }: CallOptions,
  ): Promise<Result> {
    const limits = this.#admit(procedure, { signal, timeout });
    const outcome = await this.#rpc.call(procedure, args, limits);
    if (outcome.kind === 'closed' && this.#retryReads && onlyReads(procedure)) {
      return this.#resultOf(procedure, await this.#callAgain(procedure, args, limits, outcome), limits);
    }
    return this.#resultOf(procedure, outcome, limits);
  }

  /**
   * Calls a procedure of `libvirt-rpc/protocol` that opens a stream, and resolves with its result and a Node stream: one
   * to read from, to write to or both, as the procedure has it. The stream goes over a connection of its own unless the
   * options say `shared`. Rejects as {@link call} does, and as `openSession` does; later failures are the stream's.
   *
   * @example
   * const { vol } = await session.call(storageVolLookupByPath, { path: '/images/disk.img' });
   * const { stream } = await session.stream(storageVolDownload, { vol, offset: 0n, length: 0n, flags: 0 });
   * await pipeline(stream, createWriteStream('disk.img'));
   */
  async stream<Args, Result, Way extends StreamWay>(
    procedure: StreamProcedure<Args, Result, Way>,
    args: NoInfer<Args>,
    options: SessionStreamOptions = {},
  ): Promise<SessionStream<Result, Way>> {
    const { openSessionStream } = await import('./streams/session-stream.ts');
    return openSessionStream(this, procedure, args, options);
  }

  /**
   * {@link call}, and nothing behind its reply is read until {@link release}. A call that fails holds nothing. For
   * exchanges behind which the bytes may change their form.
   */
  callHeld<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: NoInfer<Args>,
    options: CallOptions = {},
  ): Promise<Result> {
    return this.#watched(procedure, args, options, async (limits) => {
      const outcome = await this.#rpc.callHeld(procedure, args, limits);
      if (outcome.kind !== 'result') this.release();
      return this.#resultOf(procedure, outcome, limits);
    });
  }

  /** Reads on behind the reply of {@link callHeld}; with a layer, what follows in both directions is sealed by it. */
  release(layer?: SecurityLayer): void {
    this.#link.release(layer);
  }

  /**
   * Opens a stream, whose packets go to `sink` from now on, before this resolves if need be. The sink runs within the
   * reading of packets: it must not run its user's code. Rejects as {@link call} does; the sink gets nothing then.
   */
  openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: NoInfer<Args>,
    sink: StreamSink,
    options: CallOptions = {},
  ): Promise<{ readonly stream: ClientStream; readonly result: Result }> {
    return this.#watched(procedure, args, options, async (limits) => {
      const { stream, outcome } = (await this.#link.streams()).open(procedure, args, sink, limits);
      return { stream, result: await this.#resultOf(procedure, await outcome, limits) };
    });
  }

  /** Registers for events; resolves when the daemon has confirmed. Rejects as {@link call} does. */
  register<Args, Result>(registration: EventRegistration<Args, Result>, options: CallOptions = {}): Promise<Result> {
    const { procedure, args } = registration;
    return this.#watched(procedure, args, options, async (limits) => {
      return this.#resultOf(procedure, await (await this.#link.events()).register(registration, limits), limits);
    });
  }

  /** Drops the events of a registration from now on; the daemon is told by the call that ends it. */
  unregister(family: EventFamily, callbackId?: number): void {
    this.#rpc.events?.unregister(family, callbackId);
  }

  /** Shows all packets of both directions, in clear, to `tap` from now on. */
  showFrames(tap: FrameTap): void {
    this.#link.showFrames(tap);
  }

  /** Where streams say that their readers are slow. */
  get readingGate(): ReadingGate {
    return this.#link.readingGate;
  }

  /** Tells how another session is opened that is like this one, for streams that are not to hold this one up. */
  opensAnotherBy(open: (limits: CallOptions) => Promise<Session>): void {
    this.#link.openAnother = open;
  }

  /** Whether {@link openAnother} can: not where the hypervisor is within this process. */
  get canOpenAnother(): boolean {
    return this.#link.openAnother !== undefined;
  }

  /** Opens another session on the same hypervisor, by the same URI and options. It lives on its own. */
  async openAnother(limits: CallOptions = {}): Promise<Session> {
    const { openAnother } = this.#link;
    if (this.#keeper.isEnding) throw new ConnectionError('the connection is closed', 'client');
    if (openAnother === undefined) throw new UsageError('this session cannot open another');
    return openAnother(limits);
  }

  /** Calls back, once, when what was written has room again to be written behind, or the connection has ended. */
  onceDrained(callback: () => void): void {
    this.#rpc.onceDrained(callback);
  }

  /** Watches whether the daemon gives signs of life; to be called once, where it knows pings. */
  watchKeepalive(options: KeepAliveOptions): void {
    this.#rpc.watchKeepalive(options);
  }

  /**
   * Asks the daemon for a sign of life, and resolves when it has given one; to be called where it knows pings, which is
   * feature 10. Rejects with a ConnectionError when the connection ends.
   */
  async ping(): Promise<void> {
    const rpc = this.#rpc;
    await rpc.ping();
    if (rpc.closed === undefined) return;
    throw new ConnectionError(`ping: ${rpc.closed.message}`, rpc.closed.reason, { cause: rpc.closed });
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
   * session's users stay as they are. With `retryReads`, calls that only read are made again instead.
   */
  keepOpen(
    reopen: (lost: ConnectionError, signal: AbortSignal) => Promise<Session>,
    { retryReads = false }: { readonly retryReads?: boolean | undefined } = {},
  ): void {
    this.#retryReads = retryReads;
    this.#keeper.keepOpen(async (lost, signal) => (await reopen(lost, signal)).#link);
  }

  /** Tells of every change of {@link state} until the function that it returns is called. */
  observe(observer: StateObserver): () => void {
    return this.#keeper.observe(observer);
  }

  /** Says goodbye and closes. Calls that are still pending by then reject with a ConnectionError. Never rejects. */
  async close(): Promise<void> {
    this.#keeper.end();
    await this.#link.close(this.#program);
  }

  /** Closes it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Ends the connection at once, without a word to the daemon. */
  destroy(): void {
    this.#keeper.end();
    this.#link.destroy();
  }

  get #link(): Link {
    return this.#keeper.link;
  }

  get #rpc(): RpcClient {
    return this.#link.rpc;
  }

  /** Makes a call that does no harm twice again, on the next connection, as often as the connection is lost. */
  async #callAgain<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: Args,
    limits: Limits,
    first: CallOutcome<Result>,
  ): Promise<CallOutcome<Result>> {
    const { signal, startedAt } = limits;
    let outcome = first;
    while (outcome.kind === 'closed') {
      const waited = await this.#keeper.reconnected(signal, leftOf(limits));
      if (waited === 'closed') break;
      if (waited === 'aborted' && signal !== undefined) return { kind: 'aborted', signal };
      if (waited === 'timeout') return { kind: 'timeout', elapsed: nodeClock.now() - startedAt, inFlight: [] };
      outcome = await this.#rpc.call(procedure, args, { signal, timeout: leftOf(limits) });
    }
    return outcome;
  }

  /** Makes a call under the eyes of whoever watches. */
  async #watched<T>(
    procedure: AnyCall,
    args: unknown,
    { signal, timeout = this.#callTimeout }: CallOptions,
    run: (limits: Limits) => Promise<T>,
  ): Promise<T> {
    const limits = this.#admit(procedure, { signal, timeout });
    const { tracer } = this;
    return tracer?.calls.hasSubscribers
      ? tracer.call(this.peer, procedure, args, limits, () => run(limits))
      : run(limits);
  }

  /** Refuses what cannot be called, and fixes until when it is waited for. */
  #admit({ name, fds }: AnyCall, { signal, timeout }: CallOptions): Limits {
    if (fds === 'required') {
      throw new UsageError(`${name} passes file descriptors between processes, which Node cannot do`);
    }
    if (this.#keeper.isEnding) throw new ConnectionError(`${name}: the connection is closed`, 'client');
    return { signal, timeout, startedAt: nodeClock.now() };
  }

  async #resultOf<Result>(procedure: AnyCall, outcome: CallOutcome<Result>, limits: Limits): Promise<Result> {
    if (outcome.kind !== 'error' || !maybeUnknownProcedure(outcome.error)) return resultOf(outcome, procedure.name);
    const tooOld = await this.#tooOldFor(procedure, { signal: limits.signal, timeout: leftOf(limits) });
    return resultOf(outcome, procedure.name, tooOld);
  }

  /** The releases, where it is the daemon's age that made it refuse a procedure. Within the time of the call itself. */
  async #tooOldFor({ since }: { readonly since: string }, options: CallOptions): Promise<TooOld | undefined> {
    const daemonVersion = await this.#link.daemonRelease(this.#program, options);
    return daemonVersion !== undefined && isOlder(daemonVersion, since) ? { since, daemonVersion } : undefined;
  }
}

/** A procedure whatever its arguments and result are. */
type AnyCall = Pick<CallProcedure<unknown, unknown>, 'name' | 'program' | 'fds' | 'since'>;

interface Limits extends CallOptions {
  readonly startedAt: number;
}

/** What is left of a call's time. */
function leftOf({ timeout, startedAt }: Limits): number | undefined {
  return timeout === undefined ? undefined : Math.max(0, startedAt + timeout - nodeClock.now());
}
