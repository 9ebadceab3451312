import type { XdrEncoder } from '@xdr-ts/runtime';
import { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import { NetMessageStatus, NetMessageType } from '../generated/net-types.ts';
import type { CallProcedure, StreamProcedure } from '../protocol/procedure.ts';
import { watchAbort } from './abort-watch.ts';
import { type CallOptions, longestTimeout } from './call-options.ts';
import type { CallOutcome } from './call-outcome.ts';
import { CallQueue } from './call-queue.ts';
import type { Caller, CallSetup } from './call-setup.ts';
import { CallTable } from './call-table.ts';
import type { ClientEvents } from './client-events.ts';
import type { ClientStreams } from './client-streams.ts';
import type { Clock } from './clock.ts';
import { driverOf } from './driver-turns.ts';
import { type Frame, type FrameHeader, frameHead } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { isPing, ping, pong } from './keepalive.ts';
import { type KeepAliveOptions, KeepaliveWatch } from './keepalive-watch.ts';
import { Outbox } from './outbox.ts';
import { type CallFacts, PendingCall } from './pending-call.ts';
import { SerialNumbers } from './serial-numbers.ts';
import { SignsOfLife } from './signs-of-life.ts';
import { WirePolicy } from './wire-policy.ts';

export interface RpcClientOptions {
  readonly clock: Clock;
  /**
   * Takes bytes for the daemon; they are the receiver's to keep. Some packets come in two pieces. `false` asks those who
   * send much to wait for {@link RpcClient.drained}.
   */
  readonly send: (bytes: Uint8Array, more?: Uint8Array) => boolean;
  /** The connection has ended by the peer's fault or ours; nothing is sent or taken from then on. */
  readonly onClose: (error: ConnectionError) => void;
  /** Calls have begun to wait for replies, or the last of them has its own. */
  readonly onBusy?: (busy: boolean) => void;
  /** How many calls that may block are on the wire at once; 4 unless the daemon allows less than 5 requests. */
  readonly maxInFlight?: number | undefined;
  /** The serial number of the first call. */
  readonly firstSerial?: number;
}

/**
 * The client's half of a connection, without the connection: takes the bytes that come in, hands out the bytes to be
 * sent, and binds every reply to its call by serial number.
 */
export class RpcClient {
  readonly #clock: Clock;
  /** What streams and registrations need of this connection. */
  readonly caller: Caller;
  /** The streams of this connection: set by whoever opens the first, so that their code comes with it. */
  streams: ClientStreams | undefined;
  /** The registrations for events on this connection, set likewise. */
  events: ClientEvents | undefined;
  /** Sees every packet that comes, before it is handled; its bytes are valid only until it returns. */
  onFrame: ((frame: Frame) => void) | undefined;
  readonly #send: RpcClientOptions['send'];
  readonly #onClose: (error: ConnectionError) => void;
  readonly #onBusy: (busy: boolean) => void;
  readonly #decoder = new FrameDecoder((frame) => this.#frame(frame));
  readonly #serials: SerialNumbers;
  readonly #calls = new CallTable();
  readonly #queue: CallQueue;
  readonly #setups = new Map<number, CallSetup>();
  readonly #outbox = new Outbox((bytes) => this.#transmit(bytes));
  readonly #drainWaiters = new Set<() => void>();
  readonly #pongWaiters = new Set<() => void>();
  readonly #signsOfLife: SignsOfLife;
  #keepalive: KeepaliveWatch | undefined;
  #closed: ConnectionError | undefined;

  constructor({ clock, send, onClose, maxInFlight, firstSerial, onBusy = () => undefined }: RpcClientOptions) {
    this.#clock = clock;
    this.#send = send;
    this.#onClose = onClose;
    this.#onBusy = onBusy;
    this.#serials = new SerialNumbers(firstSerial);
    this.#queue = new CallQueue(new WirePolicy(maxInFlight));
    this.#signsOfLife = new SignsOfLife(clock, () => this.#transmit(pong()));
    this.caller = {
      takeSerial: () => this.#takeSerial(),
      call: (procedure, args, options, setup) => this.#call(procedure, args, options, setup),
      send: (header, payload, value) => this.#write(header, payload, value),
      sendBytes: (header, payload) => this.#writeBytes(header, payload),
    };
  }

  /** What ended the connection; `undefined` while it lives. */
  get closed(): ConnectionError | undefined {
    return this.#closed;
  }

  /** The calls whose replies have not come, the abandoned ones too; those on the wire come first. */
  get inFlight(): CallInFlight[] {
    const now = this.#clock.now();
    return [...this.#queue].map((call) => call.describe(now));
  }

  /** Takes bytes from the daemon; they may be used again once it returns. */
  receive(chunk: Uint8Array): void {
    if (this.#closed !== undefined) return;
    this.#keepalive?.heard();
    try {
      this.#decoder.push(chunk);
    } catch (cause) {
      // Whatever it was, the place in the byte stream is lost.
      this.#fail(cause);
    }
  }

  /**
   * Calls a procedure. The promise never rejects: its outcome says how the call ended. Throws an XdrError at once when
   * the arguments do not fit their types, and a UsageError for a timeout that is none.
   */
  call<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: Args,
    options: CallOptions = {},
  ): Promise<CallOutcome<Result>> {
    return this.#call(procedure, args, options);
  }

  /**
   * {@link call}, and nothing behind its reply is read until {@link release}: what comes there may not be frames any
   * more. Nothing is held behind a reply that comes late.
   */
  callHeld<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: Args,
    options: CallOptions = {},
  ): Promise<CallOutcome<Result>> {
    const setup: CallSetup = {
      serial: this.#takeSerial(),
      givenUp: () => undefined,
      ended: (_, late) => {
        if (!late) this.#decoder.hold();
      },
    };
    return this.#call(procedure, args, options, setup);
  }

  /** Lets frames be read again; the bytes that came meanwhile are the caller's to bring back by {@link receive}. */
  release(): readonly Uint8Array[] {
    return this.#decoder.release();
  }

  /** The transport has room again. */
  drained(): void {
    this.#keepalive?.heard();
    const waiters = [...this.#drainWaiters];
    this.#drainWaiters.clear();
    for (const waiter of waiters) waiter();
  }

  /** Calls back, once, when the transport has room again, or is no more. */
  onceDrained(callback: () => void): void {
    if (this.#closed === undefined) this.#drainWaiters.add(callback);
    else callback();
  }

  /**
   * Watches from now on whether the daemon gives signs of life; to be called once, and only where it knows pings. Throws
   * a UsageError for numbers that cannot be.
   */
  watchKeepalive({ interval, count }: KeepAliveOptions): void {
    if (!(interval >= 1 && interval <= longestTimeout && count >= 0)) {
      throw new UsageError(
        `keepAlive: interval is 1 to ${longestTimeout} ms and count from 0, not ${interval} and ${count}`,
      );
    }
    if (this.#closed !== undefined) return;
    this.#keepalive = new KeepaliveWatch({
      clock: this.#clock,
      interval,
      count,
      sendPing: () => this.#transmit(ping()),
      onDead: (silence) => {
        const message = `the daemon has not given a sign of life for ${Math.round(silence)} ms`;
        this.close(new ConnectionError(message, 'keepalive'));
      },
    });
  }

  /** Asks the daemon for a sign of life; resolves when its answer to that comes, or the connection ends. */
  ping(): Promise<void> {
    if (this.#closed !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#pongWaiters.add(resolve);
      this.#transmit(ping());
    });
  }

  /** Reading is stopped for a while by this side: silence means nothing, and a daemon that pings gets no answers. */
  pauseReading(daemonPings: boolean): void {
    if (this.#keepalive !== undefined) this.#keepalive.paused = true;
    if (daemonPings && this.#closed === undefined) this.#signsOfLife.start();
  }

  /** Reading goes on. */
  resumeReading(): void {
    if (this.#keepalive !== undefined) this.#keepalive.paused = false;
    this.#signsOfLife.stop();
  }

  /** Ends everything: pending calls get the one cause, and nothing is sent or taken any more. */
  close(error: ConnectionError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.#decoder.stop();
    this.#keepalive?.stop();
    this.#signsOfLife.stop();
    this.#outbox.clear();
    const outcome = { kind: 'closed', cause: error } as const;
    for (const call of this.#queue) call.settle(outcome);
    this.#queue.clear();
    this.#calls.clear();
    this.#setups.clear();
    this.events?.clear();
    this.streams?.close(error);
    this.drained();
    this.#ponged();
    this.#onClose(error);
  }

  #takeSerial(): number {
    return this.#serials.take((serial) => !this.#calls.isFree(serial) || (this.streams?.has(serial) ?? false));
  }

  #call<Args, Result>(
    procedure: CallProcedure<Args, Result> | StreamProcedure<Args, Result>,
    args: Args,
    options: CallOptions,
    setup?: CallSetup,
  ): Promise<CallOutcome<Result>> {
    const { signal, timeout } = options;
    if (timeout !== undefined && !(timeout >= 0 && timeout <= longestTimeout)) {
      throw new UsageError(`${procedure.name}: a timeout is 0 to ${longestTimeout} ms, not ${String(timeout)}`);
    }
    const early: CallOutcome<Result> | undefined =
      this.#closed !== undefined
        ? { kind: 'closed', cause: this.#closed }
        : signal?.aborted
          ? { kind: 'aborted', signal }
          : undefined;
    if (early !== undefined) {
      setup?.ended(early, false);
      return Promise.resolve(early);
    }
    const { program, version, procedure: number, priority = 'low', name } = procedure;
    const facts: CallFacts = { program, version, procedure: number, name, priority, driver: driverOf(procedure) };
    const serial = setup?.serial ?? this.#takeSerial();
    const { CALL: type } = NetMessageType;
    const header = { program, version, procedure: number, type, serial, status: NetMessageStatus.OK };
    const start = this.#outbox.write(header, procedure.args, args);
    const call = new PendingCall<Result>(facts, serial, this.#clock.now(), procedure.result);
    const erased = call as PendingCall<unknown>;
    if (this.#calls.isEmpty) this.#onBusy(true);
    this.#calls.add(erased);
    if (setup !== undefined) this.#setups.set(serial, setup);
    if (timeout !== undefined || signal !== undefined) this.#limit(erased, options);
    // Flushing comes last: sending may close the connection, and with it the call.
    if (this.#queue.take(erased)) this.#outbox.flushSoon();
    else this.#queue.push(erased, this.#outbox.takeBack(start));
    return call.outcome;
  }

  /** Lets the call's timeout and signal end the wait for it. */
  #limit(call: PendingCall<unknown>, { signal, timeout }: CallOptions): void {
    const onTimeout = (): void => {
      const now = this.#clock.now();
      // The calls on the wire are what it waited for; those in the queue may be thousands that waited with it.
      const inFlight = [...new Set([...this.#queue.onWire, call])].map((each) => each.describe(now));
      this.#giveUp(call, { kind: 'timeout', elapsed: now - call.startedAt, inFlight });
    };
    const stopTimer = timeout === undefined ? undefined : this.#clock.after(timeout, onTimeout);
    const stopWatch =
      signal === undefined ? undefined : watchAbort(signal, () => this.#giveUp(call, { kind: 'aborted', signal }));
    call.onSettled(() => {
      stopTimer?.();
      stopWatch?.();
    });
  }

  /** The caller waits no longer: a call in the queue is never written, one on the wire keeps its place. */
  #giveUp(call: PendingCall<unknown>, outcome: CallOutcome<unknown>): void {
    if (call.state === 'queued') {
      this.#queue.remove(call);
      this.#forget(call, outcome);
    } else this.#setups.get(call.serial)?.givenUp();
    call.abandon(outcome);
  }

  /** Forgets a call, and tells what it was to set up how it ended. */
  #forget(call: PendingCall<unknown>, outcome: CallOutcome<unknown>): void {
    const { serial, state } = call;
    this.#calls.remove(call);
    if (this.#calls.isEmpty) this.#onBusy(false);
    const setup = this.#setups.get(serial);
    if (setup === undefined) return;
    this.#setups.delete(serial);
    setup.ended(outcome, state === 'abandoned');
  }

  #write<T>(header: FrameHeader, payload: XdrEncoder<T>, value: T): void {
    if (this.#closed !== undefined) return;
    this.#outbox.write(header, payload, value);
    this.#outbox.flushSoon();
  }

  #writeBytes(header: FrameHeader, payload: Uint8Array): boolean {
    if (this.#closed !== undefined) return true;
    this.#outbox.flush();
    return this.#transmit(frameHead(header, payload.length), payload);
  }

  #frame(frame: Frame): void {
    this.onFrame?.(frame);
    switch (frame.type) {
      case NetMessageType.REPLY:
      case NetMessageType.REPLY_WITH_FDS:
        return this.#reply(frame);
      case NetMessageType.STREAM:
      case NetMessageType.STREAM_HOLE:
        return this.streams?.route(frame);
      case NetMessageType.MESSAGE:
        return this.#message(frame);
      default:
        throw new ProtocolError(`a daemon sends no message of type ${frame.type}`, 16);
    }
  }

  #reply(frame: Frame): void {
    const call = this.#calls.get(frame.serial);
    if (call === undefined || call.state === 'queued') {
      throw new ProtocolError(`reply to nobody, serial ${frame.serial}`, 20);
    }
    const { facts } = call;
    if (frame.program !== facts.program || frame.version !== facts.version || frame.procedure !== facts.procedure) {
      const got = `program ${frame.program} version ${frame.version} procedure ${frame.procedure}`;
      throw new ProtocolError(`reply to ${facts.name}, serial ${frame.serial}, comes from ${got}`, 4);
    }
    if (frame.status === NetMessageStatus.CONTINUE) throw new ProtocolError('a reply never has status CONTINUE', 24);
    const outcome = frame.status === NetMessageStatus.ERROR ? call.fail(frame.body) : call.reply(frame.body);
    this.#forget(call, outcome);
    this.#queue.release(call);
    for (let next = this.#queue.next(); next !== undefined; next = this.#queue.next()) {
      this.#outbox.putBack(next);
      this.#outbox.flushSoon();
    }
  }

  #message(frame: Frame): void {
    if (frame.program !== KEEPALIVE_PROGRAM) this.events?.route(frame);
    else if (isPing(frame)) this.#transmit(pong());
    else this.#ponged();
  }

  #ponged(): void {
    const waiters = [...this.#pongWaiters];
    this.#pongWaiters.clear();
    for (const waiter of waiters) waiter();
  }

  #transmit(bytes: Uint8Array, more?: Uint8Array): boolean {
    try {
      return this.#send(bytes, more);
    } catch (cause) {
      this.#fail(cause);
      return true;
    }
  }

  #fail(cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.close(new ConnectionError(message, 'error', { cause }));
  }
}
