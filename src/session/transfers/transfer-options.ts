import type { StreamOptions } from '../streams/open-stream.ts';
import type { VolumePart } from '../streams/volume-streams.ts';

/** How far a transfer has come. */
export interface TransferProgress {
  /** In bytes from the beginning of the volume: holes count, and so does what lies before the transfer's `offset`. */
  readonly position: bigint;
  /** The position at which it is done; `undefined` where that shows only when it is reached. */
  readonly end: bigint | undefined;
}

/**
 * What is transferred, and how. `offset` is the same place in the source and in the destination: a transfer that was cut
 * short goes on from its last position.
 */
export interface TransferOptions extends StreamOptions, VolumePart {
  /** Whether holes stay holes. What is told unless it is said depends on the transfer. */
  readonly sparse?: boolean | undefined;
  /** A hash that `node:crypto` knows, as `sha256`: the result has the digest of all bytes up to the end, holes as zeros. */
  readonly hash?: string | undefined;
  /** Is told after each piece. What it throws ends the transfer. */
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
}

/** What a transfer has done. */
export interface TransferResult {
  /** How many bytes it has brought over, holes included. */
  readonly bytes: bigint;
  /** How many of them were holes, and cost nothing. */
  readonly holes: bigint;
  /** In hexadecimal digits, where a hash was asked for. */
  readonly digest: string | undefined;
}
