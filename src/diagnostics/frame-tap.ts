/** Sees the packets of a connection as they are without any seal. It must not throw, nor keep the bytes. */
export interface FrameTap {
  /** Bytes for the daemon: packets one behind the other, each whole in the end. */
  sent(bytes: Uint8Array): void;
  /** One packet of the daemon. */
  received(frame: Uint8Array): void;
  /** The connection has ended. */
  ended(error: Error): void;
}
