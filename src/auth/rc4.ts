/** The stream cipher RC4, which Node's OpenSSL does not have any more. Encrypting and decrypting are the same. */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, index) => index);
  #i = 0;
  #j = 0;

  constructor(key: Uint8Array) {
    if (key.length === 0) throw new RangeError('RC4 with an empty key');
    const state = this.#state;
    for (let i = 0, j = 0; i < 256; i++) {
      const here = state[i] ?? 0;
      j = (j + here + (key[i % key.length] ?? 0)) & 0xff;
      state[i] = state[j] ?? 0;
      state[j] = here;
    }
  }

  /** The next bytes of the stream, in new memory. */
  update(bytes: Uint8Array): Uint8Array {
    const state = this.#state;
    const result = new Uint8Array(bytes.length);
    let i = this.#i;
    let j = this.#j;
    for (let at = 0; at < bytes.length; at++) {
      i = (i + 1) & 0xff;
      const one = state[i] ?? 0;
      j = (j + one) & 0xff;
      const other = state[j] ?? 0;
      state[i] = other;
      state[j] = one;
      result[at] = (bytes[at] ?? 0) ^ (state[(one + other) & 0xff] ?? 0);
    }
    this.#i = i;
    this.#j = j;
    return result;
  }
}
