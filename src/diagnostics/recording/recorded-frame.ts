/** The first line of a recording. */
export const recordingFormat = 'libvirt-rpc recording 1';

/** One packet of a recording: a line of JSON. */
export interface RecordedFrame {
  /** Which of the session's connections, from 1 on. */
  readonly connection: number;
  /** Milliseconds since the recording began. */
  readonly at: number;
  readonly from: 'client' | 'daemon';
  /** What it is, for people. */
  readonly type: string;
  readonly procedure: string;
  readonly serial: number;
  readonly status: string;
  /** The packet in base64, its length word included, and without its secrets. */
  readonly frame: string;
  /** So many bytes, of a stream or of a payload that cannot be decoded, stood behind that, and are not kept. */
  readonly dropped?: number;
}

/** A connection has begun or has ended: a line of JSON, too. */
export type RecordedTurn =
  | {
      readonly connection: number;
      readonly at: number;
      readonly opened: string;
      /** The driver of the URI, as `qemu`. */
      readonly driver: string;
    }
  | {
      readonly connection: number;
      readonly at: number;
      /** By the reason of the ConnectionError: `client` is this side. */
      readonly ended: string;
      readonly message: string;
    };
