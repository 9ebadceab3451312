import { asyncDispose } from '../async-dispose.ts';
import type { SecurityLayer } from '../auth/security-layer.ts';
import type { FrameTap } from '../diagnostics/frame-tap.ts';
import type { Tracer } from '../diagnostics/tracer.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { CallProcedure, StreamProcedure, StreamWay } from '../protocol/procedure.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { CallOutcome } from '../rpc/call-outcome.ts';
import { checkTimeout } from '../rpc/check-timeout.ts';
import type { EventRegistration } from '../rpc/client-events.ts';
import type { ClientStream } from '../rpc/client-stream.ts';
import type { EventFamily } from '../rpc/event-family.ts';
import type { KeepAliveOptions } from '../rpc/keepalive-watch.ts';
import type { RpcClient } from '../rpc/rpc-client.ts';
import type { StreamSink } from '../rpc/stream-table.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallLimits } from './call-limits.ts';
import { Link } from './link.ts';
import { LinkKeeper, type SessionState, type StateObserver } from './link-keeper.ts';
import type { RetryCalls } from './reconnect/retry-reads.ts';
import { SessionCalls } from './session-calls.ts';
import type { SessionOptions } from './session-options.ts';
import { remoteProgram, type SessionProgram } from './session-program.ts';
import type { SessionStream, SessionStreamOptions } from './streams/session-stream.ts';
import { supportsFeature } from './supports-feature.ts';

/**
 * A connection to a daemon as procedures see it: typed calls, without the object classes on top. Open one with
 * `openSession`.
 */
export class Session {
  readonly #program: SessionProgram;
  readonly #keeper: LinkKeeper;
  readonly #calls: SessionCalls;
  #retry: RetryCalls | undefined;

  constructor(
    transport: Transport,
    { callTimeout, maxInFlight }: SessionOptions = {},
    program: SessionProgram = remoteProgram,
  ) {
    this.#program = program;
    this.#keeper = new LinkKeeper(new Link(transport, maxInFlight));
    this.#calls = new SessionCalls(this.#keeper, program, callTimeout);
  }

  /** The longest wait, from now on, for each call that names none itself, in milliseconds. Throws a UsageError. */
  set callTimeout(timeout: number | undefined) {
    if (timeout !== undefined) checkTimeout(timeout, 'callTimeout');
    this.#calls.timeout = timeout;
  }

  /** Tells those who watch the diagnostics channels of the process what is called; whoever opens a session sets it. */
  get tracer(): Tracer | undefined {
    return this.#calls.tracer;
  }

  set tracer(tracer: Tracer | undefined) {
    this.#calls.tracer = tracer;
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
    const send = (limits: CallLimits): Promise<CallOutcome<Result>> => this.#rpc.call(procedure, args, limits);
    const retry = this.#retry;
    return this.#calls.make(
      procedure,
      args,
      options,
      retry === undefined ? send : (limits) => retry(this.#keeper, procedure, send, limits),
    );
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
    return this.#calls.make(procedure, args, options, async (limits) => {
      const outcome = await this.#rpc.callHeld(procedure, args, limits);
      if (outcome.kind !== 'result') this.release();
      return outcome;
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
  async openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: NoInfer<Args>,
    sink: StreamSink,
    options: CallOptions = {},
  ): Promise<{ readonly stream: ClientStream; readonly result: Result }> {
    let stream!: ClientStream;
    const result = await this.#calls.make(procedure, args, options, async (limits) => {
      const opening = (await this.#link.streams()).open(procedure, args, sink, limits);
      stream = opening.stream;
      return opening.outcome;
    });
    return { stream, result };
  }

  /** Registers for events; resolves when the daemon has confirmed. Rejects as {@link call} does. */
  register<Args, Result>(registration: EventRegistration<Args, Result>, options: CallOptions = {}): Promise<Result> {
    const { procedure, args } = registration;
    return this.#calls.make(procedure, args, options, async (limits) =>
      (await this.#link.events()).register(registration, limits),
    );
  }

  /** Drops the events of a registration from now on; the daemon is told by the call that ends it. */
  unregister(family: EventFamily, callbackId?: number): void {
    this.#rpc.events?.unregister(family, callbackId);
  }

  /** Shows all packets of both directions, in clear, to `tap` from now on. */
  showFrames(tap: FrameTap): void {
    this.#link.showFrames(tap);
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
  supportsFeature(feature: number, options?: CallOptions): Promise<boolean> {
    return supportsFeature(this, this.#link.features, feature, options);
  }

  /**
   * Lets every connection that is lost from now on be followed by another. Calls that were in flight have rejected; the
   * session's users stay as they are. With `retry`, it is what sends the calls that {@link call} makes.
   */
  keepOpen(reopen: (lost: ConnectionError, signal: AbortSignal) => Promise<Session>, retry?: RetryCalls): void {
    this.#retry = retry;
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
}
