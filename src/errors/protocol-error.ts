import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** The peer sent bytes that the protocol does not allow. */
export class ProtocolError extends LibvirtRpcError {
  readonly code = 'ERR_LIBVIRT_PROTOCOL';
  /** Where in the packet, in bytes from the start of its length word. */
  readonly offset: number;

  constructor(message: string, offset: number, options?: ErrorOptions) {
    super(message, options);
    this.offset = offset;
  }
}
nameClass(ProtocolError, 'ProtocolError');
