import type { CallProcedure } from '../protocol/procedure.ts';
import type { CallOptions } from './call-options.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { Caller, CallSetup } from './call-setup.ts';
import type { EventFamily } from './event-family.ts';
import { EventRouter, type EventSink, onlyId, type Wanted } from './event-router.ts';
import type { Frame } from './frame.ts';

/** A registration for events, as it is asked for. */
export interface EventRegistration<Args, Result> {
  readonly wanted: Wanted;
  readonly procedure: CallProcedure<Args, Result>;
  readonly args: Args;
  /** Takes the events from the moment the daemon confirms, those too that came before the confirmation. */
  readonly sink: EventSink;
  /** Is told of events that came before the confirmation and for which there was no room, behind those in `sink`. */
  readonly onDropped?: ((count: number) => void) | undefined;
  /** The daemon has confirmed when nobody waited any more: gets the id, to end the registration again. */
  readonly onLate: (callbackId: number) => void;
}

/** The events of a connection. */
export class ClientEvents {
  readonly #caller: Caller;
  readonly #router = new EventRouter();

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Calls a procedure that registers for events. Throws an XdrError at once when the arguments do not fit. */
  register<Args, Result>(
    { wanted, procedure, args, sink, onDropped, onLate }: EventRegistration<Args, Result>,
    options: CallOptions = {},
  ): Promise<CallOutcome<Result>> {
    const router = this.#router;
    const expected = router.expect(wanted);
    const setup: CallSetup = {
      serial: this.#caller.takeSerial(),
      givenUp: () => router.cancel(expected),
      ended: (outcome, late) => {
        if (outcome.kind !== 'result') return router.cancel(expected);
        const callbackId = callbackIdOf(outcome.result);
        if (late) return onLate(callbackId);
        const dropped = router.confirm(expected, callbackId, sink);
        if (dropped > 0) onDropped?.(dropped);
      },
    };
    try {
      return this.#caller.call(procedure, args, options, setup);
    } catch (error) {
      router.cancel(expected);
      throw error;
    }
  }

  /** Ends a registration on this side: its events are dropped from now on. */
  unregister(family: EventFamily, callbackId: number = onlyId): void {
    this.#router.remove(family, callbackId);
  }

  route(frame: Frame): void {
    this.#router.route(frame);
  }

  clear(): void {
    this.#router.clear();
  }
}

/** What a confirmation calls the registration; where there is one taker alone, it has no name. */
export function callbackIdOf(result: unknown): number {
  if (typeof result !== 'object' || result === null || !('callbackID' in result)) return onlyId;
  return Number(result.callbackID);
}
