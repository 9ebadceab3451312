/** The bytes of the word in front of each packet that tells how long it is, itself included. */
const lengthBytes = 4;

/** Cuts a stream of libvirt's packets so that no piece has bytes of two packets. */
export class PacketCutter {
  /** How many bytes of the current packet are still to come; 0 in its length. */
  #left = 0;
  #length = 0;
  /** How many bytes of the length are known. */
  #known = 0;

  /** The bytes, in pieces. */
  cut(bytes: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let start = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#left === 0) {
        this.#length = this.#length * 256 + (bytes[at++] ?? 0);
        if (++this.#known < lengthBytes) continue;
        // Nothing but packets is sent; any that were too short would only be cut elsewhere.
        this.#left = Math.max(0, this.#length - lengthBytes);
        this.#length = 0;
        this.#known = 0;
      } else {
        const taken = Math.min(this.#left, bytes.length - at);
        at += taken;
        this.#left -= taken;
      }
      if (this.#left > 0) continue;
      pieces.push(bytes.subarray(start, at));
      start = at;
    }
    if (start < bytes.length) pieces.push(bytes.subarray(start));
    return pieces;
  }
}
