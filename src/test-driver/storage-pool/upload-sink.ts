import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import type { ServerStream, ServerStreamSink } from '../../rpc/server-stream.ts';
import { Fault } from '../fault.ts';
import type { SparseBytes } from './sparse-bytes.ts';

/** The number that systems give the error of having no room. */
const noSpace = 28;

/** Where on a volume a client writes. */
export interface UploadPlace {
  readonly bytes: SparseBytes;
  readonly offset: bigint;
  /** Behind what the client may write. */
  readonly end: bigint;
  /** How many bytes the volume may keep: they are in memory. */
  readonly mostKept: bigint;
}

/** A stream whose bytes become a volume's. */
export class UploadSink implements ServerStreamSink {
  readonly #stream: ServerStream;
  readonly #bytes: SparseBytes;
  readonly #end: bigint;
  readonly #mostKept: bigint;
  /** Called with where the client came to when it has finished. */
  readonly #onFinish: (position: bigint) => void;
  #position: bigint;

  constructor(
    stream: ServerStream,
    { bytes, offset, end, mostKept }: UploadPlace,
    onFinish: (position: bigint) => void,
  ) {
    this.#stream = stream;
    this.#bytes = bytes;
    this.#position = offset;
    this.#end = end;
    this.#mostKept = mostKept;
    this.#onFinish = onFinish;
  }

  ready(): void {
    // Nothing is sent but the answer to the client's end.
  }

  data(bytes: Uint8Array): void {
    const room = this.#end - this.#position;
    const fitting = room < BigInt(bytes.length) ? bytes.subarray(0, Number(room)) : bytes;
    this.#bytes.write(this.#position, fitting);
    this.#advance(BigInt(fitting.length), fitting.length === bytes.length && this.#bytes.kept <= this.#mostKept);
  }

  hole(length: bigint): void {
    const room = this.#end - this.#position;
    const fitting = room < length ? room : length;
    this.#bytes.clear(this.#position, fitting);
    this.#advance(fitting, fitting === length);
  }

  #advance(length: bigint, fits: boolean): void {
    this.#position += length;
    if (!fits) this.#stream.fail(full().reply);
  }

  finish(): void {
    this.#onFinish(this.#position);
    this.#stream.confirm();
  }

  gone(): void {
    // What was written stays.
  }
}

function full(): Fault {
  const message = 'cannot write to stream: No space left on device';
  const code = ErrorNumber.ERR_SYSTEM_ERROR;
  return new Fault({ code, domain: ErrorDomain.STREAMS, message, str1: '%s', str2: message, int1: noSpace, int2: -1 });
}
