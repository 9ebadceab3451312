import { storageVolDownload, storageVolUpload } from '../../../../src/generated/remote-procedures.ts';
import { Session } from '../../../../src/session/session.ts';
import type { SessionOptions } from '../../../../src/session/session-options.ts';
import type { Download } from '../../../../src/session/streams/download.ts';
import type { Upload } from '../../../../src/session/streams/upload.ts';
import { memoryPipe } from '../../../../src/transport/memory.ts';
import type { Transport } from '../../../../src/transport/transport.ts';
import { joined, parseFrames, type RawFrame, rawFrame, statusOf, typeOf, words } from '../../rpc/raw-frame.ts';
import { errorBody } from '../../rpc/scripted-peer.ts';

export const vol = { pool: 'default', name: 'disk', key: '/disk' };
const args = { vol, offset: 0n, length: 0n, flags: 0 };

/** A session, and the daemon's end of its connection, which knows packets and no procedures. */
export class StreamPeer {
  readonly session: Session;
  /** Whether the session's end is being read. */
  isRead = true;
  readonly #pipe: Transport;
  #bytes: Uint8Array = new Uint8Array();
  #frames: RawFrame[] = [];
  #onFrame: () => void = () => undefined;

  constructor(options?: SessionOptions) {
    const [ours, theirs] = memoryPipe();
    const { pause, resume } = ours;
    ours.pause = () => {
      this.isRead = false;
      pause.call(ours);
    };
    ours.resume = () => {
      this.isRead = true;
      resume.call(ours);
    };
    this.#pipe = theirs;
    this.session = new Session(ours, options);
    theirs.open({ data: (chunk) => this.#take(chunk), drain: () => undefined, end: () => undefined });
  }

  /** The packets that have come and have not been taken by {@link next}. */
  get waiting(): readonly RawFrame[] {
    return this.#frames;
  }

  /** The next packet of the session. */
  async next(): Promise<RawFrame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => {
        this.#onFrame = resolve;
      });
    }
  }

  send(...frames: Partial<RawFrame>[]): void {
    this.#pipe.write(joined(...frames.map(rawFrame)));
  }

  hangUp(): void {
    this.#pipe.destroy();
  }

  /** Opens a download; the answers come in the order of the packets that `answer` makes of the call. */
  async download(answer = (call: RawFrame): Partial<RawFrame>[] => [reply(call)]): Promise<[Download, RawFrame]> {
    const opening = this.session.stream(storageVolDownload, args);
    const call = await this.next();
    this.send(...answer(call));
    return [(await opening).stream, call];
  }

  async upload(): Promise<[Upload, RawFrame]> {
    const opening = this.session.stream(storageVolUpload, args);
    const call = await this.next();
    this.send(reply(call));
    return [(await opening).stream, call];
  }

  #take(chunk: Uint8Array): void {
    const bytes = joined(this.#bytes, chunk);
    let whole = 0;
    const view = new DataView(bytes.buffer);
    while (whole + 4 <= bytes.length && whole + view.getUint32(whole) <= bytes.length) whole += view.getUint32(whole);
    this.#bytes = bytes.slice(whole);
    this.#frames.push(...parseFrames(bytes.slice(0, whole)));
    this.#onFrame();
  }
}

/** The answer to a call. */
export function reply(call: RawFrame): RawFrame {
  return { ...call, type: typeOf.reply, status: statusOf.ok, payload: new Uint8Array() };
}

/** Bytes on the stream of a call; none for the end. */
export function data(call: RawFrame, bytes: Uint8Array | string): RawFrame {
  return { ...call, type: typeOf.stream, status: statusOf.more, payload: Uint8Array.from(Buffer.from(bytes)) };
}

export function hole(call: RawFrame, length: number): RawFrame {
  return { ...call, type: typeOf.hole, status: statusOf.more, payload: words(0, length, 0) };
}

/** The daemon's agreement to a finish or abort. */
export function finished(call: RawFrame): RawFrame {
  return { ...call, type: typeOf.stream, status: statusOf.ok, payload: new Uint8Array() };
}

export function failed(call: RawFrame, message: string): RawFrame {
  const error = { code: 38, domain: 38, message, str1: '%s', str2: message, int1: 28 };
  return { ...call, type: typeOf.stream, status: statusOf.error, payload: errorBody(error) };
}

/** What a packet of the session says. */
export function saying({ type, status, payload }: RawFrame): string {
  if (type === typeOf.hole) return 'hole';
  if (type !== typeOf.stream) return 'call';
  if (status === statusOf.ok) return 'finish';
  return status === statusOf.error ? 'abort' : `data ${payload.length}`;
}
