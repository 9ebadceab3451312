import type { XdrError } from '@xdr-ts/runtime';
import { AbortError } from '../errors/abort-error.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
import { NotSupportedError, type TooOld } from '../errors/not-supported-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import { type CallInFlight, TimeoutError } from '../errors/timeout-error.ts';
import { VIR_ERR_NO_SUPPORT, VIR_ERR_RPC } from '../generated/error-numbers.ts';
import type { NetMessageError } from '../generated/net-types.ts';

/** How a call ended, as data: errors are made from it where the caller waits, so that their stacks name the caller. */
export type CallOutcome<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly error: NetMessageError; readonly serial: number }
  | { readonly kind: 'undecodable'; readonly cause: XdrError; readonly serial: number }
  | { readonly kind: 'timeout'; readonly elapsed: number; readonly inFlight: readonly CallInFlight[] }
  | { readonly kind: 'aborted'; readonly signal: AbortSignal }
  | { readonly kind: 'closed'; readonly cause: ConnectionError };

/** The result, or the error thrown that the outcome stands for. */
export function resultOf<Result>(outcome: CallOutcome<Result>, procedure: string, tooOld?: TooOld): Result {
  switch (outcome.kind) {
    case 'result':
      return outcome.result;
    case 'error': {
      const { error, serial } = outcome;
      if (tooOld === undefined && error.code !== VIR_ERR_NO_SUPPORT) {
        throw new LibvirtError(error, { procedure, serial });
      }
      throw new NotSupportedError(error, { procedure, serial }, tooOld);
    }
    case 'undecodable': {
      const { cause } = outcome;
      const message = `the reply to ${procedure} cannot be decoded: ${cause.message}`;
      throw new ProtocolError(message, cause.offset, { cause });
    }
    case 'timeout':
      throw new TimeoutError(procedure, outcome.elapsed, outcome.inFlight);
    case 'aborted':
      throw new AbortError(procedure, outcome.signal);
    case 'closed': {
      const { cause } = outcome;
      throw new ConnectionError(`${procedure}: ${cause.message}`, cause.reason, { cause });
    }
  }
}

/** VIR_FROM_RPC and VIR_FROM_REMOTE. The whole list of domains would go into every bundle for the two of them. */
const rpcDomains: readonly number[] = [7, 13];

/**
 * Whether an error may mean that the daemon does not know the procedure. It says so in its own language and under a
 * code that it uses for much else, so only the daemon's version settles it.
 */
export function maybeUnknownProcedure({ code, domain }: NetMessageError): boolean {
  return code === VIR_ERR_RPC && rpcDomains.includes(domain);
}
