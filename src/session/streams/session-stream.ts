import type { StreamProcedure, StreamWay } from '../../protocol/procedure.ts';
import type { Session } from '../session.ts';
import { Conversation } from './conversation.ts';
import { Download } from './download.ts';
import { openStream, type StreamOptions } from './open-stream.ts';
import type { StreamPort } from './stream-port.ts';
import { Upload } from './upload.ts';

/** How {@link Session.stream} opens a stream. */
export interface SessionStreamOptions extends StreamOptions {
  /**
   * What a reader gets for a hole, which only come where the arguments have the procedure's sparse flag: the zeros that
   * it stands for, unless told, or items `{ hole: bytes }` between the bytes.
   */
  readonly holes?: 'zeros' | 'items' | undefined;
}

/** The Node stream of a procedure by what its client does: reads, writes, or both. */
export interface NodeStreams {
  readonly read: Download;
  readonly write: Upload;
  readonly duplex: Conversation;
}

/** A stream that a procedure has opened, and what the daemon answered to it. */
export interface SessionStream<Result, Way extends StreamWay> {
  readonly result: Result;
  readonly stream: NodeStreams[Way];
}

interface Making {
  readonly port: StreamPort;
  /** What to call it in errors. */
  readonly what: string;
  readonly isSparse: boolean;
  readonly options: SessionStreamOptions;
}

const makers: { readonly [Way in StreamWay]: (making: Making) => NodeStreams[Way] } = {
  read: ({ port, what, options: { holes = 'zeros', signal } }) => new Download(port, what, holes, signal),
  write: ({ port, what, isSparse, options: { signal } }) => new Upload(port, what, isSparse, signal),
  duplex: ({ port, what, options: { signal } }) => new Conversation(port, what, signal),
};

/** {@link Session.stream}, whose code is loaded when it is first called. */
export async function openSessionStream<Args, Result, Way extends StreamWay>(
  session: Session,
  procedure: StreamProcedure<Args, Result, Way>,
  args: NoInfer<Args>,
  options: SessionStreamOptions,
): Promise<SessionStream<Result, Way>> {
  const { port, result } = await openStream(session, procedure, args, options);
  const { stream: way, name: what } = procedure;
  return { result, stream: makers[way]({ port, what, isSparse: hasFlag(args, procedure.sparseFlag), options }) };
}

function hasFlag(args: unknown, flag = 0): boolean {
  if (typeof args !== 'object' || args === null || !('flags' in args)) return false;
  return typeof args.flags === 'number' && (args.flags & flag) !== 0;
}
