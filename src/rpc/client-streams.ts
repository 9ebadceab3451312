import type { ConnectionError } from '../errors/connection-error.ts';
import type { StreamProcedure } from '../protocol/procedure.ts';
import type { CallOptions } from './call-options.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { Caller, CallSetup } from './call-setup.ts';
import { ClientStream } from './client-stream.ts';
import type { Frame } from './frame.ts';
import { ReadingGate } from './reading-gate.ts';
import { type Carrier, ReadingPause } from './reading-pause.ts';
import { type StreamSink, StreamTable } from './stream-table.ts';

/** A stream from the moment its call is made; it can be written to once the outcome is a result. */
export interface OpeningStream<Result> {
  readonly stream: ClientStream;
  readonly outcome: Promise<CallOutcome<Result>>;
}

/** The streams of a connection. */
export class ClientStreams {
  readonly #caller: Caller;
  readonly #table = new StreamTable();
  readonly #pause: ReadingPause;
  readonly #gate: ReadingGate;

  constructor(caller: Caller, carrier: Carrier) {
    this.#caller = caller;
    const pause = new ReadingPause(caller, carrier);
    const gate = new ReadingGate(
      () => pause.begin(),
      () => pause.end(),
    );
    caller.watchBusy((busy) => {
      gate.callsPending = busy;
    });
    this.#pause = pause;
    this.#gate = gate;
  }

  has(serial: number): boolean {
    return this.#table.has(serial);
  }

  /**
   * Calls a procedure that opens a stream, whose packets go to `sink` from now on, before the reply if need be. Throws
   * an XdrError at once when the arguments do not fit.
   */
  open<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: Args,
    sink: StreamSink,
    options: CallOptions = {},
  ): OpeningStream<Result> {
    const serial = this.#caller.takeSerial();
    const { program, version, procedure: number } = procedure;
    const stream = new ClientStream(this.#caller, { program, version, procedure: number, serial }, this.#gate);
    this.#table.add(serial, procedure, sink);
    const setup: CallSetup = {
      serial,
      givenUp: () => this.#table.silence(serial),
      ended: (outcome, late) => {
        // A connection that has closed tells its streams itself.
        if (outcome.kind !== 'result') this.#table.remove(serial);
        // The daemon has a stream that nobody can use.
        if (outcome.kind === 'undecodable' || (outcome.kind === 'result' && late)) stream.abort();
      },
    };
    try {
      return { stream, outcome: this.#caller.call(procedure, args, options, setup) };
    } catch (error) {
      this.#table.remove(serial);
      throw error;
    }
  }

  route(frame: Frame): void {
    this.#table.route(frame);
  }

  /** Tells every stream that is open what ended the connection. */
  close(cause: ConnectionError): void {
    this.#pause.close();
    this.#table.close(cause);
  }
}
