import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import type { ServerStream, ServerStreamSink } from '../../rpc/server-stream.ts';
import { fault } from '../fault.ts';

/** What comes next on a stream that clients read. */
export type Piece = { readonly bytes: Uint8Array } | { readonly hole: bigint } | 'end';

/** A stream that clients read: takes piece after piece, as fast as the client does. */
export class ReadingSink implements ServerStreamSink {
  readonly #stream: ServerStream;
  readonly #next: () => Piece;
  #hasEnded = false;

  constructor(stream: ServerStream, next: () => Piece) {
    this.#stream = stream;
    this.#next = next;
  }

  ready(): void {
    while (!this.#hasEnded && !this.#stream.isOver) {
      const piece = this.#next();
      if (piece === 'end') {
        this.#hasEnded = true;
        this.#stream.end();
      } else if ('hole' in piece) this.#stream.hole(piece.hole);
      else if (!this.#stream.write(piece.bytes)) return;
    }
  }

  data(): void {
    this.#refuse();
  }

  hole(): void {
    this.#refuse();
  }

  /** A client that has had enough need not read to the end. */
  finish(): void {
    this.#stream.confirm();
  }

  gone(): void {
    this.#hasEnded = true;
  }

  #refuse(): void {
    this.#hasEnded = true;
    const detail = 'stream is not open for writing';
    this.#stream.fail(fault(ErrorNumber.ERR_OPERATION_INVALID, ErrorDomain.STREAMS, detail).reply);
  }
}
