import type { CallProcedure, StreamProcedure } from '../protocol/procedure.ts';
import type { IncomingCall } from '../rpc/rpc-server.ts';
import type { ClientSession, OpenConnection } from './client-session.ts';
import type { Host } from './host.ts';

/** Opens the stream of the call that is answered. */
export type OpenStream = IncomingCall['openStream'];

/** How one procedure is answered. */
export interface HandledProcedure {
  readonly program: number;
  readonly procedure: number;
  /** Whether it is answered to a client that has no connection open, too. */
  readonly beforeOpen: boolean;
  readonly run: (session: ClientSession, args: unknown, openStream: OpenStream) => unknown;
}

/** Answers a procedure with what `run` makes of the arguments and of the host to which the client's connection is open. */
export function handle<Args, Result>(
  procedure: CallProcedure<Args, Result>,
  run: (host: Host, args: Args) => Result,
): HandledProcedure {
  return handleOpen(procedure, ({ host }, args) => run(host, args));
}

/** As above, for those to which it matters how the connection was opened. */
export function handleOpen<Args, Result>(
  procedure: CallProcedure<Args, Result>,
  run: (connection: OpenConnection, args: Args) => Result,
): HandledProcedure {
  return {
    program: procedure.program,
    procedure: procedure.procedure,
    beforeOpen: false,
    run: (session, args) => run(session.connection(), args as Args),
  };
}

/** Answers a procedure that has to do with the client itself, and may come before any connection is open. */
export function handleForSession<Args, Result>(
  procedure: CallProcedure<Args, Result>,
  run: (session: ClientSession, args: Args) => Result | Promise<Result>,
): HandledProcedure {
  return {
    program: procedure.program,
    procedure: procedure.procedure,
    beforeOpen: true,
    run: (session, args) => run(session, args as Args),
  };
}

/** Answers a procedure that opens a stream, which `run` has to do unless it throws. */
export function handleStream<Args, Result>(
  procedure: StreamProcedure<Args, Result>,
  run: (host: Host, args: Args, openStream: OpenStream) => Result,
): HandledProcedure {
  return {
    program: procedure.program,
    procedure: procedure.procedure,
    beforeOpen: false,
    run: (session, args, openStream) => run(session.connection().host, args as Args, openStream),
  };
}
