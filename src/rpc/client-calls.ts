import { ProtocolError } from '../errors/protocol-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { NetMessageStatus, NetMessageType } from '../generated/net-types.ts';
import type { CallProcedure, StreamProcedure } from '../protocol/procedure.ts';
import type { CallOptions } from './call-options.ts';
import type { CallOutcome } from './call-outcome.ts';
import { CallQueue } from './call-queue.ts';
import type { CallSetup } from './call-setup.ts';
import { CallTable } from './call-table.ts';
import { checkTimeout } from './check-timeout.ts';
import type { Clock } from './clock.ts';
import { driverOf } from './driver-turns.ts';
import type { Frame } from './frame.ts';
import { limitWait } from './limit-wait.ts';
import type { Outbox } from './outbox.ts';
import { type CallFacts, PendingCall } from './pending-call.ts';
import { SerialNumbers } from './serial-numbers.ts';
import { WirePolicy } from './wire-policy.ts';

export interface ClientCallsOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly maxInFlight: number | undefined;
  readonly firstSerial: number | undefined;
  /** Whether something else than a call has the serial number. */
  readonly isTaken: (serial: number) => boolean;
}

/** The calls of a connection: each waits for its place on the wire, and then for the reply with its serial number. */
export class ClientCalls {
  /** Is told that calls have begun to wait for replies, or that the last of them has its own. */
  onBusy: ((busy: boolean) => void) | undefined;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #serials: SerialNumbers;
  readonly #isTaken: (serial: number) => boolean;
  readonly #calls = new CallTable();
  readonly #queue: CallQueue;
  readonly #setups = new Map<number, CallSetup>();
  #closed: CallOutcome<never> | undefined;

  constructor({ clock, outbox, maxInFlight, firstSerial, isTaken }: ClientCallsOptions) {
    this.#clock = clock;
    this.#outbox = outbox;
    this.#serials = new SerialNumbers(firstSerial);
    this.#isTaken = isTaken;
    this.#queue = new CallQueue(new WirePolicy(maxInFlight));
  }

  /** Whether calls wait for their replies. */
  get areBusy(): boolean {
    return !this.#calls.isEmpty;
  }

  /** The calls whose replies have not come, the abandoned ones too; those on the wire come first. */
  get inFlight(): CallInFlight[] {
    const now = this.#clock.now();
    return [...this.#queue].map((call) => call.describe(now));
  }

  takeSerial(): number {
    return this.#serials.take((serial) => !this.#calls.isFree(serial) || this.#isTaken(serial));
  }

  /**
   * Calls a procedure, and tells `setup` within the frame handler how that ends. Throws an XdrError at once when the
   * arguments do not fit their types, and a UsageError for a timeout that is none, without any word to the setup.
   */
  call<Args, Result>(
    procedure: CallProcedure<Args, Result> | StreamProcedure<Args, Result>,
    args: Args,
    options: CallOptions,
    setup?: CallSetup,
  ): Promise<CallOutcome<Result>> {
    const { signal, timeout } = options;
    const { program, version, procedure: number, priority = 'low', name } = procedure;
    if (timeout !== undefined) checkTimeout(timeout, `${name}: a timeout`);
    const early = this.#closed ?? (signal?.aborted ? ({ kind: 'aborted', signal } as const) : undefined);
    if (early !== undefined) {
      setup?.ended(early, false);
      return Promise.resolve(early);
    }
    const facts: CallFacts = { program, version, procedure: number, name, priority, driver: driverOf(procedure) };
    const serial = setup?.serial ?? this.takeSerial();
    const { CALL: type } = NetMessageType;
    const header = { program, version, procedure: number, type, serial, status: NetMessageStatus.OK };
    const start = this.#outbox.write(header, procedure.args, args);
    const call = new PendingCall<Result>(facts, serial, this.#clock.now(), procedure.result);
    const erased = call as PendingCall<unknown>;
    if (this.#calls.isEmpty) this.onBusy?.(true);
    this.#calls.add(erased);
    if (setup !== undefined) this.#setups.set(serial, setup);
    if (timeout !== undefined || signal !== undefined) this.#limit(erased, options);
    // Flushing comes last: sending may close the connection, and with it the call.
    if (this.#queue.take(erased)) this.#outbox.flushSoon();
    else this.#queue.push(erased, this.#outbox.takeBack(start));
    return call.outcome;
  }

  /** Takes a reply. Throws a ProtocolError for one that answers no call. */
  reply(frame: Frame): void {
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

  /** Gives all calls the one outcome, and to those that come later. */
  close(outcome: CallOutcome<never>): void {
    this.#closed = outcome;
    for (const call of this.#queue) call.settle(outcome);
    this.#queue.clear();
    this.#calls.clear();
    this.#setups.clear();
  }

  /** Lets the call's timeout and signal end the wait for it. */
  #limit(call: PendingCall<unknown>, options: CallOptions): void {
    const onTimeout = (): void => {
      const now = this.#clock.now();
      // The calls on the wire are what it waited for; those in the queue may be thousands that waited with it.
      const inFlight = [...new Set([...this.#queue.onWire, call])].map((each) => each.describe(now));
      this.#giveUp(call, { kind: 'timeout', elapsed: now - call.startedAt, inFlight });
    };
    const onAbort = (signal: AbortSignal): void => this.#giveUp(call, { kind: 'aborted', signal });
    call.onSettled(limitWait(this.#clock, options, onTimeout, onAbort));
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
    if (this.#calls.isEmpty) this.onBusy?.(false);
    const setup = this.#setups.get(serial);
    if (setup === undefined) return;
    this.#setups.delete(serial);
    setup.ended(outcome, state === 'abandoned');
  }
}
