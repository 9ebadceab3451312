import { brandClass, LibvirtRpcError } from './libvirt-rpc-error.ts';

/** The caller asked for something that cannot be: a URI, an option or an argument that is wrong before anything is sent. */
export class UsageError extends LibvirtRpcError {
  static override readonly brand: symbol = Symbol.for('libvirt-rpc.UsageError');
  override readonly name: string = 'UsageError';
  readonly code: string = 'ERR_LIBVIRT_USAGE';
}
brandClass(UsageError);
