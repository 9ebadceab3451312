import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** The daemon did not let us in, or asks for what we cannot give. */
export class AuthenticationError extends LibvirtRpcError {
  readonly code = 'ERR_LIBVIRT_AUTHENTICATION';
  /** The ways that the daemon offered, as `sasl`. */
  readonly offered: readonly string[];

  constructor(message: string, offered: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.offered = offered;
  }
}
nameClass(AuthenticationError, 'AuthenticationError');
