import type { XdrEncoder } from '@xdr-ts/runtime';
import { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import { NetMessageType } from '../generated/net-types.ts';
import type { CallProcedure } from '../protocol/procedure.ts';
import { type CallOptions, longestTimeout } from './call-options.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { Caller, CallSetup } from './call-setup.ts';
import { ClientCalls } from './client-calls.ts';
import type { ClientEvents } from './client-events.ts';
import type { ClientStreams } from './client-streams.ts';
import type { Clock } from './clock.ts';
import { type Frame, type FrameHeader, frameHead } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { isPing, ping, pong } from './keepalive.ts';
import { type KeepAliveOptions, KeepaliveWatch } from './keepalive-watch.ts';
import { Outbox } from './outbox.ts';
import { Waiters } from './waiters.ts';

export interface RpcClientOptions {
  readonly clock: Clock;
  /**
   * Takes bytes for the daemon; they are the receiver's to keep. Some packets come in two pieces. `false` asks those who
   * send much to wait for {@link RpcClient.drained}.
   */
  readonly send: (bytes: Uint8Array, more?: Uint8Array) => boolean;
  /** The connection has ended by the peer's fault or ours; nothing is sent or taken from then on. */
  readonly onClose: (error: ConnectionError) => void;
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
  readonly #decoder = new FrameDecoder((frame) => this.#frame(frame));
  readonly #outbox = new Outbox((bytes) => this.#transmit(bytes));
  readonly #calls: ClientCalls;
  readonly #forRoom = new Waiters();
  readonly #forPong = new Waiters();
  #keepalive: KeepaliveWatch | undefined;
  #closed: ConnectionError | undefined;

  constructor({ clock, send, onClose, maxInFlight, firstSerial }: RpcClientOptions) {
    this.#clock = clock;
    this.#send = send;
    this.#onClose = onClose;
    const calls = new ClientCalls({
      clock,
      outbox: this.#outbox,
      maxInFlight,
      firstSerial,
      isTaken: (serial) => this.streams?.has(serial) ?? false,
    });
    this.#calls = calls;
    this.caller = {
      clock,
      takeSerial: () => calls.takeSerial(),
      call: (procedure, args, options, setup) => calls.call(procedure, args, options, setup),
      send: (header, payload, value) => this.#write(header, payload, value),
      sendBytes: (header, payload) => this.#writeBytes(header, payload),
      sendPong: () => this.#transmit(pong()),
      watchBusy: (callback) => {
        calls.onBusy = callback;
        callback(calls.areBusy);
      },
      expectSilence: (expected) => {
        if (this.#keepalive !== undefined) this.#keepalive.paused = expected;
      },
    };
  }

  /** What ended the connection; `undefined` while it lives. */
  get closed(): ConnectionError | undefined {
    return this.#closed;
  }

  /** The calls whose replies have not come, the abandoned ones too; those on the wire come first. */
  get inFlight(): CallInFlight[] {
    return this.#calls.inFlight;
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
    return this.#calls.call(procedure, args, options);
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
      serial: this.#calls.takeSerial(),
      givenUp: () => undefined,
      ended: (_, late) => {
        if (!late) this.#decoder.hold();
      },
    };
    return this.#calls.call(procedure, args, options, setup);
  }

  /** Lets frames be read again; the bytes that came meanwhile are the caller's to bring back by {@link receive}. */
  release(): readonly Uint8Array[] {
    return this.#decoder.release();
  }

  /** The transport has room again. */
  drained(): void {
    this.#keepalive?.heard();
    this.#forRoom.wake();
  }

  /** Calls back, once, when the transport has room again, or is no more. */
  onceDrained(callback: () => void): void {
    if (this.#closed === undefined) this.#forRoom.add(callback);
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
      this.#forPong.add(resolve);
      this.#transmit(ping());
    });
  }

  /** Ends everything: pending calls get the one cause, and nothing is sent or taken any more. */
  close(error: ConnectionError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.#decoder.stop();
    this.#keepalive?.stop();
    this.#outbox.clear();
    this.#calls.close({ kind: 'closed', cause: error });
    this.events?.clear();
    this.streams?.close(error);
    this.#forRoom.wake();
    this.#forPong.wake();
    this.#onClose(error);
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
        return this.#calls.reply(frame);
      case NetMessageType.STREAM:
      case NetMessageType.STREAM_HOLE:
        return this.streams?.route(frame);
      case NetMessageType.MESSAGE:
        return this.#message(frame);
      default:
        throw new ProtocolError(`a daemon sends no message of type ${frame.type}`, 16);
    }
  }

  #message(frame: Frame): void {
    if (frame.program !== KEEPALIVE_PROGRAM) this.events?.route(frame);
    else if (isPing(frame)) this.#transmit(pong());
    else this.#forPong.wake();
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
