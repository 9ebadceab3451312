import { brandClass, LibvirtRpcError } from './libvirt-rpc-error.ts';

/** No way to the daemon: what was tried, and what each try met. */
export class TransportError extends LibvirtRpcError {
  static override readonly brand: symbol = Symbol.for('libvirt-rpc.TransportError');
  override readonly name: string = 'TransportError';
  readonly code = 'ERR_LIBVIRT_TRANSPORT';
  /** What was tried, in order, as `unix:/run/libvirt/libvirt-sock` or `tcp:127.0.0.1:16509`. */
  readonly tried: readonly string[];

  constructor(message: string, tried: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.tried = tried;
  }
}
brandClass(TransportError);
