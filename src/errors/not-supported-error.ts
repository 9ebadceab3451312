import { VIR_ERR_NO_SUPPORT } from '../generated/error-numbers.ts';
import type { NetMessageError } from '../generated/net-types.ts';
import { type AnsweredCall, LibvirtError } from './libvirt-error.ts';
import { nameClass } from './libvirt-rpc-error.ts';

/** The releases that make a daemon too old for a procedure. */
export interface TooOld {
  /** The release that brought the procedure. */
  readonly since: string;
  /** The daemon's own release. */
  readonly daemonVersion: string;
}

/** The driver, or a daemon older than the procedure, does not do what was asked: VIR_ERR_NO_SUPPORT. */
export class NotSupportedError extends LibvirtError {
  /** The release that brought the procedure; only where the daemon is older than that. */
  readonly since: string | undefined;
  /** The daemon's release; only where it is too old. */
  readonly daemonVersion: string | undefined;

  constructor(error: NetMessageError, call: AnsweredCall, tooOld?: TooOld) {
    const message =
      tooOld === undefined
        ? error.message
        : `${call.procedure} came with libvirt ${tooOld.since}; this daemon is ${tooOld.daemonVersion} (${error.message})`;
    super({ ...error, code: VIR_ERR_NO_SUPPORT, message }, call);
    this.since = tooOld?.since;
    this.daemonVersion = tooOld?.daemonVersion;
  }
}
nameClass(NotSupportedError, 'NotSupportedError');
