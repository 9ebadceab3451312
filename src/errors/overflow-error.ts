import { brandClass, LibvirtRpcError } from './libvirt-rpc-error.ts';

/** A consumer was too slow for what came, and had asked to be told so instead of missing some. */
export class OverflowError extends LibvirtRpcError {
  static override readonly brand: symbol = Symbol.for('libvirt-rpc.OverflowError');
  override readonly name: string = 'OverflowError';
  readonly code = 'ERR_LIBVIRT_OVERFLOW';
}
brandClass(OverflowError);
