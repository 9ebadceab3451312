import type { TransportHandlers } from '../../../src/transport/transport.ts';

/** Notes what a transport tells. */
export class Recorder implements TransportHandlers {
  /** What has come, copied: the transport's own memory is not valid for long. */
  readonly chunks: Buffer[] = [];
  /** How often `drain` was called. */
  drains = 0;
  /** Each call of `end`, with its cause. */
  readonly ends: (Error | undefined)[] = [];
  readonly #waiting = new Set<() => void>();

  data(chunk: Uint8Array): void {
    this.chunks.push(Buffer.from(chunk));
    this.#tell();
  }

  drain(): void {
    this.drains++;
    this.#tell();
  }

  end(cause: Error | undefined): void {
    this.ends.push(cause);
    this.#tell();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  get length(): number {
    return this.chunks.reduce((length, chunk) => length + chunk.length, 0);
  }

  /** Resolves once it is so; whatever never comes fails the test by its time limit. */
  until(isSo: (recorder: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!isSo(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  async ended(): Promise<Error | undefined> {
    await this.until(({ ends }) => ends.length > 0);
    return this.ends[0];
  }

  #tell(): void {
    for (const check of this.#waiting) check();
  }
}
