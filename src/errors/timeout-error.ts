import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** A call that waits for its reply. */
export interface CallInFlight {
  /** Its name in `libvirt-rpc/protocol`. */
  readonly procedure: string;
  readonly serial: number;
  /** How long it has waited, in milliseconds. */
  readonly elapsed: number;
  /** `queued` until it is written; `sent` from then on; `abandoned` when nobody waits for it any more. */
  readonly state: 'queued' | 'sent' | 'abandoned';
}

/** Something was not done by its deadline. The daemon may still finish a call that timed out. */
export class TimeoutError extends LibvirtRpcError {
  readonly code = 'ERR_LIBVIRT_TIMEOUT';
  /** The procedure that was called, or the step of opening a connection. */
  readonly procedure: string;
  /** How long it took until the deadline, in milliseconds. */
  readonly elapsed: number;
  /** The calls on the wire at that moment, which is what it waited for, and the call itself. */
  readonly inFlight: readonly CallInFlight[];

  constructor(procedure: string, elapsed: number, inFlight: readonly CallInFlight[] = []) {
    const others = inFlight.length > 1 ? `, with ${inFlight.length} calls in flight` : '';
    super(`${procedure} was not done after ${Math.round(elapsed)} ms${others}`);
    this.procedure = procedure;
    this.elapsed = elapsed;
    this.inFlight = inFlight;
  }
}
nameClass(TimeoutError, 'TimeoutError');
