/** Everyone who waits for one signal, behind one listener. */
class SignalWatch {
  readonly #signal: AbortSignal;
  readonly #callbacks = new Set<() => void>();
  readonly #onAbort = (): void => {
    watches.delete(this.#signal);
    for (const callback of this.#callbacks) callback();
  };

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  add(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => {
      if (!this.#callbacks.delete(callback) || this.#callbacks.size > 0) return;
      this.#signal.removeEventListener('abort', this.#onAbort);
      watches.delete(this.#signal);
    };
  }
}

const watches = new WeakMap<AbortSignal, SignalWatch>();

/**
 * Calls `callback`, a function of its own for each watch, when the signal is aborted, unless the returned function has
 * ended the watch before.
 *
 * However many calls wait for a signal, it gets one listener: Node warns of a leak from the eleventh on, and adding
 * one takes longer the more there are.
 */
export function watchAbort(signal: AbortSignal, callback: () => void): () => void {
  let watch = watches.get(signal);
  if (watch === undefined) {
    watch = new SignalWatch(signal);
    watches.set(signal, watch);
  }
  return watch.add(callback);
}
