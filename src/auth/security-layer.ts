/**
 * What authentication may put between a connection's packets and its bytes: everything is sealed, in pieces that know
 * nothing of where packets begin and end.
 */
export interface SecurityLayer {
  /** How strong it is, in bits of a key, as SASL counts: 1 is integrity alone, and below 56 counts as none. */
  readonly strength: number;
  /** Seals bytes for the peer; the result belongs to the caller. */
  wrap(bytes: Uint8Array): Uint8Array;
  /**
   * Takes bytes from the peer, however they were cut, and hands out what was in them, valid only until `take` returns.
   * Throws an error at the first piece that was not sealed by the peer; nothing can be taken after it.
   */
  unwrap(chunk: Uint8Array, take: (bytes: Uint8Array) => void): void;
}
