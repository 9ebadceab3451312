/** How much is kept: a few screens of complaints, whatever else a program writes. */
const mostBytes = 2048;

/** The last of what a program writes to its standard error. */
export class OutputTail {
  #bytes: Uint8Array = new Uint8Array(0);
  #cut = false;

  /** Takes bytes, which stay the caller's. */
  add(chunk: Uint8Array): void {
    const joined = new Uint8Array(this.#bytes.length + chunk.length);
    joined.set(this.#bytes);
    joined.set(chunk, this.#bytes.length);
    this.#cut ||= joined.length > mostBytes;
    this.#bytes = joined.slice(-mostBytes);
  }

  /** The last lines, whole where they fit; `undefined` where nothing was written. */
  get text(): string | undefined {
    const text = new TextDecoder().decode(this.#bytes);
    const newline = text.indexOf('\n');
    const whole = this.#cut && newline >= 0 && newline < text.length - 1 ? text.slice(newline + 1) : text;
    return whole.trim().replaceAll('\r', '') || undefined;
  }
}
