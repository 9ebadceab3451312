import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

/** What the program or channel that led to the daemon left behind when it ended. */
export interface TransportEnd {
  /** The exit status, where it has one. */
  readonly exitCode?: number | undefined;
  /** The signal that ended it, as `SIGTERM`. */
  readonly signal?: string | undefined;
  /** The last lines that it wrote to its standard error. */
  readonly stderr?: string | undefined;
}

/** No way to the daemon: what was tried, and what each try met. */
export class TransportError extends LibvirtRpcError {
  readonly code = 'ERR_LIBVIRT_TRANSPORT';
  /** What was tried, in order, as `unix:/run/libvirt/libvirt-sock` or `tcp:127.0.0.1:16509`. */
  readonly tried: readonly string[];
  /** The exit status of the program that led there, as ssh; `undefined` where none ended. */
  readonly exitCode: number | undefined;
  /** The signal that ended that program. */
  readonly signal: string | undefined;
  /** The last lines that the program wrote to its standard error, at most a few KiB; `undefined` where it wrote none. */
  readonly stderr: string | undefined;

  constructor(message: string, tried: readonly string[], options: ErrorOptions & TransportEnd = {}) {
    super(message, options);
    this.tried = tried;
    this.exitCode = options.exitCode;
    this.signal = options.signal;
    this.stderr = options.stderr;
  }
}
nameClass(TransportError, 'TransportError');
