import { XdrReader, xdrVoid } from '@xdr-ts/runtime';
import { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import { NetMessageStatus, NetMessageType } from '../generated/net-types.ts';
import type { CallProcedure, StreamProcedure } from '../protocol/procedure.ts';
import { watchAbort } from './abort-watch.ts';
import type { CallOutcome } from './call-outcome.ts';
import { CallQueue } from './call-queue.ts';
import { CallTable } from './call-table.ts';
import type { Clock } from './clock.ts';
import { type EventFamily, EventRouter, type EventSink } from './event-router.ts';
import type { Frame } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { isPing, pong } from './keepalive.ts';
import { Outbox } from './outbox.ts';
import { type CallFacts, PendingCall } from './pending-call.ts';
import { SerialNumbers } from './serial-numbers.ts';
import { type StreamSink, StreamTable } from './stream-table.ts';
import { WirePolicy } from './wire-policy.ts';

/** How long, and on whose word, a caller waits. */
export interface CallOptions {
  /** Ends the wait when it is aborted. The daemon may still do what was asked. */
  readonly signal?: AbortSignal | undefined;
  /** The longest wait in milliseconds, up to {@link longestTimeout}. The daemon may still do what was asked. */
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

/** Timers of Node and browsers count milliseconds in 31 bits, and fire at once beyond. */
export const longestTimeout: number = 2 ** 31 - 1;

/**
 * What a call sets up. That must stand before the next frame is read, so it is done within the frame handler and not
 * behind an await.
 */
interface CallSetup {
  readonly serial: number;
  /** The caller waits no longer, and the call is on the wire. */
  givenUp(): void;
  /** The call has ended; `late` when its caller was gone by then. */
  ended(outcome: CallOutcome<unknown>, late: boolean): void;
}

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
  readonly #calls = new CallTable();
  readonly #queue: CallQueue;
  readonly #streams = new StreamTable();
  readonly #events = new EventRouter(copyFrame);
  readonly #families: EventFamily[] = [];
  readonly #setups = new Map<number, CallSetup>();
  readonly #outbox = new Outbox((bytes) => this.#transmit(bytes));
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

  /** The calls whose replies have not come, the abandoned ones too; those on the wire come first. */
  get inFlight(): CallInFlight[] {
    const now = this.#clock.now();
    return [...this.#queue].map((call) => call.describe(now));
  }

  /** Takes bytes from the daemon; they may be used again once it returns. */
  receive(chunk: Uint8Array): void {
    if (this.#closed !== undefined) return;
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

  /** Calls a procedure that opens a stream, whose packets go to `sink` from now on, before the reply if need be. */
  openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: Args,
    sink: StreamSink,
    options: CallOptions = {},
  ): { readonly serial: number; readonly outcome: Promise<CallOutcome<Result>> } {
    const serial = this.#takeSerial();
    this.#streams.add(serial, procedure, sink);
    const setup: CallSetup = {
      serial,
      givenUp: () => this.#streams.silence(serial),
      ended: (outcome, late) => {
        if (outcome.kind !== 'result') this.#streams.remove(serial);
        // The daemon has a stream that nobody can use.
        if (outcome.kind === 'undecodable' || (outcome.kind === 'result' && late)) this.#abortStream(serial, procedure);
      },
    };
    try {
      return { serial, outcome: this.#call(procedure, args, options, setup) };
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
    const setup: CallSetup = {
      serial: this.#takeSerial(),
      givenUp: () => this.#events.cancel(expected),
      ended: (outcome, late) => {
        if (outcome.kind !== 'result') return this.#events.cancel(expected);
        const { callbackID } = outcome.result as Result;
        if (late) onLate(callbackID);
        else this.#events.confirm(expected, callbackID, sink);
      },
    };
    try {
      return this.#call(procedure, args, options, setup);
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
    this.#outbox.clear();
    const outcome = { kind: 'closed', cause: error } as const;
    for (const call of this.#queue) call.settle(outcome);
    this.#queue.clear();
    this.#calls.clear();
    this.#setups.clear();
    this.#streams.clear();
    this.#events.clear();
    this.#onClose(error);
  }

  #takeSerial(): number {
    return this.#serials.take((serial) => !this.#calls.isFree(serial) || this.#streams.has(serial));
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
    const facts: CallFacts = { program, version, procedure: number, name, priority };
    const serial = setup?.serial ?? this.#takeSerial();
    const { CALL: type } = NetMessageType;
    const header = { program, version, procedure: number, type, serial, status: NetMessageStatus.OK };
    const start = this.#outbox.write(header, procedure.args, args);
    const call = new PendingCall<Result>(facts, serial, this.#clock.now(), procedure.result);
    const erased = call as PendingCall<unknown>;
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
    const setup = this.#setups.get(serial);
    if (setup === undefined) return;
    this.#setups.delete(serial);
    setup.ended(outcome, state === 'abandoned');
  }

  #abortStream(
    serial: number,
    { program, version, procedure }: { program: number; version: number; procedure: number },
  ): void {
    const { STREAM: type } = NetMessageType;
    this.#outbox.write(
      { program, version, procedure, type, serial, status: NetMessageStatus.ERROR },
      xdrVoid,
      undefined,
    );
    this.#outbox.flushSoon();
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
    const next = this.#queue.release(call);
    if (next === undefined) return;
    this.#outbox.putBack(next);
    this.#outbox.flushSoon();
  }

  #message(frame: Frame): void {
    if (frame.program === KEEPALIVE_PROGRAM) {
      if (isPing(frame)) this.#transmit(pong());
      return;
    }
    const family = this.#families.find(
      ({ program, procedures }) => program === frame.program && procedures.has(frame.procedure),
    );
    if (family === undefined) return;
    if (frame.body.remaining < 4) throw new ProtocolError('an event without a callback id', frame.body.offset);
    this.#events.route(family, frame);
  }

  #transmit(bytes: Uint8Array): void {
    try {
      this.#send(bytes);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.close(new ConnectionError(message, 'error', { cause }));
  }
}

function copyFrame(frame: Frame): Frame {
  const bytes = frame.bytes.slice();
  return { ...frame, bytes, body: new XdrReader(bytes, frame.body.offset) };
}
