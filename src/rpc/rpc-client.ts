import { XdrReader, XdrWriter } from '@xdr-ts/runtime';
import { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import { NetMessageStatus, NetMessageType } from '../generated/net-types.ts';
import type { CallProcedure, StreamProcedure } from '../protocol/procedure.ts';
import type { CallOutcome } from './call-outcome.ts';
import { CallQueue } from './call-queue.ts';
import type { Clock } from './clock.ts';
import { type EventFamily, EventRouter, type EventSink } from './event-router.ts';
import { beginFrame, endFrame, type Frame } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { isPing, pong } from './keepalive.ts';
import { type CallFacts, PendingCall } from './pending-call.ts';
import { SerialNumbers } from './serial-numbers.ts';
import { type StreamSink, StreamTable } from './stream-table.ts';
import { WirePolicy } from './wire-policy.ts';

/** How long, and on whose word, a caller waits. */
export interface CallOptions {
  /** Ends the wait when it is aborted. The daemon may still do what was asked. */
  readonly signal?: AbortSignal | undefined;
  /** The longest wait in milliseconds. The daemon may still do what was asked. */
  readonly timeout?: number | undefined;
}

export interface RpcClientOptions {
  readonly clock: Clock;
  /** Takes bytes for the daemon; they are the receiver's to keep. */
  readonly send: (bytes: Uint8Array) => void;
  /** The connection has ended by the peer's fault or ours; nothing is sent or taken from then on. */
  readonly onClose: (error: ConnectionError) => void;
  /** How many calls that may block are on the wire at once; 4 unless the daemon allows less than 5 requests. */
  readonly maxInFlight?: number | undefined;
  /** The serial number of the first call. */
  readonly firstSerial?: number;
}

/** Learns how a call ended; `abandoned` when nobody waits for its result any more. */
type Settled = (outcome: CallOutcome<unknown>, abandoned: boolean) => void;

/** Bytes waiting for the end of the turn are sent at once beyond this many. */
const flushBytes = 64 * 1024;

/**
 * The client's half of a connection, without the connection: takes the bytes that come in, hands out the bytes to be
 * sent, and binds every reply to its call by serial number.
 */
export class RpcClient {
  readonly #clock: Clock;
  readonly #send: (bytes: Uint8Array) => void;
  readonly #onClose: (error: ConnectionError) => void;
  readonly #decoder = new FrameDecoder((frame) => this.#frame(frame));
  readonly #serials: SerialNumbers;
  readonly #calls = new Map<number, PendingCall<unknown>>();
  readonly #queue: CallQueue;
  readonly #streams = new StreamTable();
  readonly #events = new EventRouter(copyFrame);
  readonly #families: EventFamily[] = [];
  /** What a reply sets up must stand before the next frame is read: it is done here, not behind an await. */
  readonly #onSettled = new Map<number, Settled>();
  #out = new XdrWriter(4096);
  #flushPending = false;
  #closed: ConnectionError | undefined;

  constructor({ clock, send, onClose, maxInFlight, firstSerial }: RpcClientOptions) {
    this.#clock = clock;
    this.#send = send;
    this.#onClose = onClose;
    this.#serials = new SerialNumbers(firstSerial);
    this.#queue = new CallQueue(new WirePolicy(maxInFlight));
  }

  /** What ended the connection; `undefined` while it lives. */
  get closed(): ConnectionError | undefined {
    return this.#closed;
  }

  /** The calls whose replies have not come, the abandoned ones too. */
  get inFlight(): CallInFlight[] {
    const now = this.#clock.now();
    return [...this.#calls.values()].map((call) => call.describe(now));
  }

  /** Takes bytes from the daemon; they may be used again once it returns. */
  receive(chunk: Uint8Array): void {
    if (this.#closed !== undefined) return;
    try {
      this.#decoder.push(chunk);
    } catch (cause) {
      if (!(cause instanceof ProtocolError)) throw cause;
      this.close(new ConnectionError(cause.message, 'error', { cause }));
    }
  }

  /**
   * Calls a procedure. The promise never rejects: its outcome says how the call ended. Throws an XdrError at once when
   * the arguments do not fit their types.
   */
  call<Args, Result>(
    procedure: CallProcedure<Args, Result>,
    args: Args,
    options: CallOptions = {},
  ): Promise<CallOutcome<Result>> {
    return this.#call(procedure, args, options);
  }

  /** Calls a procedure that opens a stream, whose packets go to `sink` from now on, before the reply if need be. */
  openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: Args,
    sink: StreamSink,
    options: CallOptions = {},
  ): { readonly serial: number; readonly outcome: Promise<CallOutcome<Result>> } {
    const serial = this.#takeSerial();
    this.#streams.add(serial, procedure, sink);
    const settled: Settled = (outcome, abandoned) => {
      if (outcome.kind !== 'result') this.#streams.remove(serial);
      else if (abandoned) this.#abortStream(serial, procedure);
    };
    try {
      return { serial, outcome: this.#call(procedure, args, options, { serial, settled }) };
    } catch (error) {
      this.#streams.remove(serial);
      throw error;
    }
  }

  /**
   * Calls a procedure that registers for events. From the moment the daemon confirms it, the family's events with the
   * registration's id go to `sink`, those too that came before the confirmation. When the confirmation comes after the
   * caller has gone, `onLate` gets the id, to end the registration again.
   */
  register<Args, Result extends { readonly callbackID: number }>(
    family: EventFamily,
    procedure: CallProcedure<Args, Result>,
    args: Args,
    sink: EventSink,
    onLate: (callbackId: number) => void,
    options: CallOptions = {},
  ): Promise<CallOutcome<Result>> {
    if (!this.#families.includes(family)) this.#families.push(family);
    const expected = this.#events.expect(family);
    const settled: Settled = (outcome, abandoned) => {
      if (outcome.kind !== 'result') return this.#events.cancel(expected);
      const { callbackID } = outcome.result as Result;
      if (!abandoned) return this.#events.confirm(expected, callbackID, sink);
      this.#events.cancel(expected);
      onLate(callbackID);
    };
    try {
      return this.#call(procedure, args, options, { serial: this.#takeSerial(), settled });
    } catch (error) {
      this.#events.cancel(expected);
      throw error;
    }
  }

  /** Ends a registration on this side: its events are dropped from now on. */
  unregister(family: EventFamily, callbackId: number): void {
    this.#events.remove(family, callbackId);
  }

  /** Ends everything: pending calls get the one cause, and nothing is sent or taken any more. */
  close(error: ConnectionError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.#decoder.stop();
    this.#queue.clear();
    for (const call of this.#calls.values()) {
      const outcome = { kind: 'closed', cause: error } as const;
      this.#onSettled.get(call.serial)?.(outcome, call.state === 'abandoned');
      call.settle(outcome);
    }
    this.#calls.clear();
    this.#onSettled.clear();
    this.#onClose(error);
  }

  #takeSerial(): number {
    return this.#serials.take((serial) => this.#calls.has(serial) || this.#streams.has(serial));
  }

  #call<Args, Result>(
    procedure: CallProcedure<Args, Result> | StreamProcedure<Args, Result>,
    args: Args,
    options: CallOptions,
    hook?: { readonly serial: number; readonly settled: Settled },
  ): Promise<CallOutcome<Result>> {
    const { signal } = options;
    const early: CallOutcome<Result> | undefined =
      this.#closed !== undefined
        ? { kind: 'closed', cause: this.#closed }
        : signal?.aborted
          ? { kind: 'aborted', signal }
          : undefined;
    if (early !== undefined) {
      hook?.settled(early, false);
      return Promise.resolve(early);
    }
    const { program, version, priority = 'low', name } = procedure;
    const facts: CallFacts = { program, version, procedure: procedure.procedure, name, priority };
    const serial = hook?.serial ?? this.#takeSerial();
    const start = this.#encode(procedure, serial, args);
    const call = new PendingCall<Result>(facts, serial, this.#clock.now(), procedure.result);
    const erased = call as PendingCall<unknown>;
    this.#calls.set(serial, erased);
    if (hook !== undefined) this.#onSettled.set(serial, hook.settled);
    if (this.#queue.take(priority)) {
      call.state = 'sent';
      this.#scheduleFlush();
    } else {
      this.#queue.push(erased, this.#out.finish(start));
      this.#out.reset(start);
    }
    if (options.timeout !== undefined || signal !== undefined) this.#limit(call, options);
    return call.outcome;
  }

  /** Writes a call behind what is to be sent; returns where it begins. Nothing stays of one that cannot be written. */
  #encode<Args, Result>(
    procedure: CallProcedure<Args, Result> | StreamProcedure<Args, Result>,
    serial: number,
    args: Args,
  ): number {
    const out = this.#out;
    const start = out.offset;
    try {
      const { program, version, procedure: number } = procedure;
      const type = NetMessageType.CALL;
      beginFrame(out, { program, version, procedure: number, type, serial, status: NetMessageStatus.OK });
      procedure.args.write(out, args);
      endFrame(out, start);
    } catch (error) {
      out.reset(start);
      throw error;
    }
    return start;
  }

  #limit<Result>(call: PendingCall<Result>, { signal, timeout }: CallOptions): void {
    const giveUp = (outcome: CallOutcome<Result>): void => {
      if (call.state === 'queued') {
        this.#queue.remove(call as PendingCall<unknown>);
        this.#forget(call as PendingCall<unknown>, outcome);
      }
      call.abandon(outcome);
    };
    const stopTimer =
      timeout === undefined
        ? undefined
        : this.#clock.after(timeout, () => {
            const elapsed = this.#clock.now() - call.startedAt;
            giveUp({ kind: 'timeout', elapsed, inFlight: this.inFlight });
          });
    const onAbort = (): void => {
      if (signal !== undefined) giveUp({ kind: 'aborted', signal });
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    call.onSettled(() => {
      stopTimer?.();
      signal?.removeEventListener('abort', onAbort);
    });
  }

  /** Forgets a call, and tells what it was to set up how it ended. */
  #forget({ serial, state }: PendingCall<unknown>, outcome: CallOutcome<unknown>): void {
    this.#calls.delete(serial);
    const settled = this.#onSettled.get(serial);
    if (settled === undefined) return;
    this.#onSettled.delete(serial);
    settled(outcome, state === 'abandoned');
  }

  #abortStream(
    serial: number,
    { program, version, procedure }: { program: number; version: number; procedure: number },
  ): void {
    const { STREAM: type } = NetMessageType;
    endFrame(
      this.#out,
      beginFrame(this.#out, { program, version, procedure, type, serial, status: NetMessageStatus.ERROR }),
    );
    this.#scheduleFlush();
  }

  #frame(frame: Frame): void {
    switch (frame.type) {
      case NetMessageType.REPLY:
      case NetMessageType.REPLY_WITH_FDS:
        return this.#reply(frame);
      case NetMessageType.STREAM:
      case NetMessageType.STREAM_HOLE:
        return this.#streams.route(frame);
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
    const next = this.#queue.release(facts.priority);
    if (next === undefined) return;
    next.call.state = 'sent';
    this.#out.raw(next.bytes);
    this.#scheduleFlush();
  }

  #message(frame: Frame): void {
    if (frame.program === KEEPALIVE_PROGRAM) {
      if (isPing(frame)) this.#send(pong());
      return;
    }
    const family = this.#families.find(
      ({ program, procedures }) => program === frame.program && procedures.has(frame.procedure),
    );
    if (family === undefined) return;
    if (frame.body.remaining < 4) throw new ProtocolError('an event without a callback id', frame.body.offset);
    this.#events.route(family, frame);
  }

  /** Sends what has gathered once the current turn of work is over: calls made side by side go out in one piece. */
  #scheduleFlush(): void {
    if (this.#out.offset >= flushBytes) this.#flush();
    else if (!this.#flushPending) {
      this.#flushPending = true;
      queueMicrotask(() => this.#flush());
    }
  }

  #flush(): void {
    this.#flushPending = false;
    if (this.#out.offset === 0 || this.#closed !== undefined) return;
    const bytes = this.#out.finish();
    // One large request must not keep its memory for the life of the connection.
    if (bytes.length > flushBytes) this.#out = new XdrWriter(4096);
    else this.#out.reset();
    this.#send(bytes);
  }
}

function copyFrame(frame: Frame): Frame {
  const bytes = frame.bytes.slice();
  return { ...frame, bytes, body: new XdrReader(bytes, frame.body.offset) };
}
