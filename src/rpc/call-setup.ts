import type { XdrEncoder } from '@xdr-ts/runtime';
import type { CallProcedure, StreamProcedure } from '../protocol/procedure.ts';
import type { CallOptions } from './call-options.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { Clock } from './clock.ts';
import type { FrameHeader } from './frame.ts';

/**
 * What a call sets up. That must stand before the next frame is read, so it is done within the frame handler and not
 * behind an await.
 */
export interface CallSetup {
  readonly serial: number;
  /** The caller waits no longer, and the call is on the wire. */
  givenUp(): void;
  /** The call has ended; `late` when its caller was gone by then. */
  ended(outcome: CallOutcome<unknown>, late: boolean): void;
}

/** What streams and registrations need of the connection that they are on. */
export interface Caller {
  readonly clock: Clock;
  takeSerial(): number;
  /** Throws an XdrError at once when the arguments do not fit, without any word to the setup. */
  call<Args, Result>(
    procedure: CallProcedure<Args, Result> | StreamProcedure<Args, Result>,
    args: Args,
    options: CallOptions,
    setup: CallSetup,
  ): Promise<CallOutcome<Result>>;
  /** Sends a packet behind all others. */
  send<T>(header: FrameHeader, payload: XdrEncoder<T>, value: T): void;
  /** Sends a packet whose payload is bytes as they are, behind all others; `false` when the transport is full. */
  sendBytes(header: FrameHeader, payload: Uint8Array): boolean;
  /** Tells the peer that we live, before all that waits to be sent. */
  sendPong(): void;
  /** Tells one listener, at once and at every change, whether calls wait for replies. */
  watchBusy(callback: (busy: boolean) => void): void;
  /** Whether, from now on, a peer that is silent may be so because nothing is read. */
  expectSilence(expected: boolean): void;
}
