import type { RoadStep } from './road-step.ts';

/** What a transport tells whoever uses it. None of these may throw. */
export interface TransportHandlers {
  /** Bytes have come. They belong to the transport and are valid only until the handler returns. */
  data(chunk: Uint8Array): void;
  /** {@link Transport.write} said no, and now says yes again. */
  drain(): void;
  /** Nothing comes any more: the peer has closed, or `cause` tells what failed. Called once, and last. */
  end(cause: Error | undefined): void;
}

/** A byte pipe to a daemon. Where the bytes begin and end means nothing. */
export interface Transport {
  /** Where it leads, as `unix:/run/libvirt/libvirt-sock`. */
  readonly description: string;
  /** Whether others can neither read nor change what passes: a local socket, or encryption on the way. */
  readonly secure: boolean;
  /** Whether it encrypts, as TLS and the security layers of SASL do; what another program does, as ssh, does not count. */
  readonly encrypted?: boolean;
  /** Starts the delivery of bytes; to be called once. */
  open(handlers: TransportHandlers): void;
  /** Sends bytes, which are the transport's from now on. `false` asks to wait for `drain` before the next. */
  write(bytes: Uint8Array): boolean;
  /** {@link write} for two pieces that belong together, where that costs less than two writes. */
  writeBoth?(bytes: Uint8Array, more: Uint8Array): boolean;
  /** Stops the delivery of bytes, so that the peer has to wait. */
  pause(): void;
  resume(): void;
  /** Ends the pipe behind what was written. `end` is not called for it. */
  close(): void;
  /** Ends the pipe at once. `end` is not called for it. */
  destroy(): void;
  /**
   * Opens one more pipe to the same daemon, over what this one has already set up where that can carry several, as an
   * SSH connection can. It lives on its own.
   */
  openAnother?(options?: ConnectOptions): Promise<Transport>;
}

/** What may end the wait for a connection, and who watches it being made. */
export interface ConnectOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of each step and of what has become known there. It must not throw. */
  readonly onStep?: ((step: RoadStep) => void) | undefined;
}
