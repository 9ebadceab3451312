import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** A consumer was too slow for what came, and had asked to be told so instead of missing some. */
export class OverflowError extends LibvirtRpcError {
  readonly code = 'ERR_LIBVIRT_OVERFLOW';
}
nameClass(OverflowError, 'OverflowError');
