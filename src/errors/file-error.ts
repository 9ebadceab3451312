import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** A file of this machine cannot be opened, read or written; the `cause` is what Node says, as `ENOSPC`. */
export class FileError extends LibvirtRpcError {
  readonly code = 'ERR_LIBVIRT_FILE';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options);
    this.path = path;
  }
}
nameClass(FileError, 'FileError');
