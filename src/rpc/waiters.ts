/** Those who wait for the next time that something happens: each is called back once. */
export class Waiters {
  #callbacks: (() => void)[] = [];

  add(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  /** It has happened. Whoever comes to wait meanwhile waits for the next time. */
  wake(): void {
    const callbacks = this.#callbacks;
    if (callbacks.length === 0) return;
    this.#callbacks = [];
    for (const callback of callbacks) callback();
  }
}
