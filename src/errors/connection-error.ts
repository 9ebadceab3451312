import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/**
 * Why a connection ended, by virConnectCloseReason: `error` (reading, writing or the protocol failed), `eof` (the
 * daemon closed it), `keepalive` (the daemon fell silent), `client` (this side closed it).
 */
export type CloseReason = 'error' | 'eof' | 'keepalive' | 'client';

/**
 * The connection is closed, or closed while a call waited for its reply. Every call that was pending rejects with an
 * error of its own whose `cause` is the same one error: what ended the connection.
 */
export class ConnectionError extends LibvirtRpcError {
  readonly code = 'ERR_LIBVIRT_CONNECTION';
  /** Why it ended. */
  readonly reason: CloseReason;

  constructor(message: string, reason: CloseReason, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
nameClass(ConnectionError, 'ConnectionError');
