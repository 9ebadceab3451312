import type { ServerStream, ServerStreamSink } from '../../../rpc/server-stream.ts';

/** A guest that has nothing to say of its own: whatever is typed comes back. */
export class EchoSink implements ServerStreamSink {
  readonly #stream: ServerStream;
  readonly #onEnd: () => void;

  constructor(stream: ServerStream, onEnd: () => void) {
    this.#stream = stream;
    this.#onEnd = onEnd;
  }

  ready(): void {
    // What comes back comes at once: nothing ever waits here.
  }

  data(bytes: Uint8Array): void {
    this.#stream.answer(bytes);
  }

  hole(): void {
    // Consoles are never sparse.
  }

  finish(): void {
    this.#onEnd();
    this.#stream.confirm();
  }

  gone(): void {
    this.#onEnd();
  }
}
