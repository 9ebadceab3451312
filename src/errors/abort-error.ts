import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** The caller's AbortSignal ended the wait; its reason is the `cause`. Name and code are those of Node's own. */
export class AbortError extends LibvirtRpcError {
  readonly code = 'ABORT_ERR';

  constructor(what: string, signal: AbortSignal) {
    super(`${what} was aborted`, { cause: signal.reason });
  }
}
nameClass(AbortError, 'AbortError');
