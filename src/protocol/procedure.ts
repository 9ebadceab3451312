import type { XdrDecoder, XdrEncoder } from '@xdr-ts/runtime';

interface ProcedureFacts {
  /** The program's number, as 0x20008086 for libvirt's own. */
  readonly program: number;
  readonly version: number;
  /** The procedure's number within its program. */
  readonly procedure: number;
  /** The name under which `libvirt-rpc/protocol` exports it. */
  readonly name: string;
  /** The permissions that the daemon asks for, as `domain:read`. */
  readonly acl: readonly string[];
  /** The libvirt release that brought it. */
  readonly since: string;
}

interface CallFacts<Args, Result> extends ProcedureFacts {
  readonly kind: 'call';
  /** A client writes arguments and reads results; for the other way see `libvirt-rpc/protocol/registry`. */
  readonly args: XdrEncoder<Args>;
  readonly result: XdrDecoder<Result>;
  /** Procedures of high priority never wait for a guest's monitor. */
  readonly priority?: 'high';
  /** It passes file descriptors, which Node cannot: always, or only when the caller has some to pass. */
  readonly fds?: 'required' | 'optional';
}

/** A procedure that is called and answered. */
export interface CallProcedure<Args, Result> extends CallFacts<Args, Result> {
  readonly stream?: undefined;
}

/** What the client does on a stream: it reads from it, writes to it, or both. */
export type StreamWay = 'read' | 'write' | 'duplex';

/** A procedure whose call opens a stream: seen from the client, one to read from, to write to, or both. */
export interface StreamProcedure<Args, Result, Way extends StreamWay = StreamWay> extends CallFacts<Args, Result> {
  readonly stream: Way;
  /** The bit of the `flags` argument that lets holes be sent as holes. */
  readonly sparseFlag?: number;
}

/** A message from the daemon that nobody answers. */
export interface EventProcedure<Payload> extends ProcedureFacts {
  readonly kind: 'event';
  readonly payload: XdrDecoder<Payload>;
}
