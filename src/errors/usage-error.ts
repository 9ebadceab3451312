import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** The caller asked for something that cannot be: a URI, an option or an argument that is wrong before anything is sent. */
export class UsageError extends LibvirtRpcError {
  readonly code: string = 'ERR_LIBVIRT_USAGE';
}
nameClass(UsageError, 'UsageError');
