import { procedureByNumber } from '../../../src/protocol/registry.ts';
import { type IncomingCall, RpcServer } from '../../../src/rpc/rpc-server.ts';
import { Session } from '../../../src/session/session.ts';
import type { SessionOptions } from '../../../src/session/session-options.ts';
import { memoryPipe } from '../../../src/transport/memory.ts';

/** A session, and the daemon's end of its connection in the hands of a test. */
export interface SessionWithPeer {
  readonly session: Session;
  /** The calls that have come in and that no script was for, in order. */
  readonly calls: readonly IncomingCall[];
  /** Ends the connection from the daemon's side. */
  hangUp(): void;
}

export function sessionWithPeer(
  scripts: Readonly<Record<string, (call: IncomingCall) => void>> = {},
  options?: SessionOptions,
): SessionWithPeer {
  const [ours, theirs] = memoryPipe();
  const calls: IncomingCall[] = [];
  const server = new RpcServer({
    procedure: procedureByNumber,
    programs: new Set([0x20008086]),
    onCall: (call) => {
      const script = scripts[call.procedure.name];
      if (script === undefined) calls.push(call);
      else script(call);
    },
    send: (bytes) => theirs.write(bytes),
    onClose: () => theirs.destroy(),
  });
  const session = new Session(ours, options);
  theirs.open({ data: (chunk) => server.receive(chunk), drain: () => undefined, end: () => undefined });
  return { session, calls, hangUp: () => theirs.destroy() };
}

/** Resolves when all that is under way between the two has arrived. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
