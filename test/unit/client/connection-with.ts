import { Connection } from '../../../src/client/connection.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { sessionWithPeer } from '../session/session-with-peer.ts';

/** A result by the arguments of the call; a `Refusal` is answered as an error, and `never` not at all. */
export type Answer = (args: Readonly<Record<string, unknown>>) => unknown;

export class Refusal {
  readonly code: number;
  readonly message = 'refused';

  constructor(code: number) {
    this.code = code;
  }
}

export const never = Symbol('never');
/** VIR_ERR_NO_SUPPORT. */
export const noSupport = (): Refusal => new Refusal(3);

/** A connection whose daemon answers as told and does not know the rest, and the calls as names and arguments. */
export function connectionWith(answers: Readonly<Record<string, Answer>>): {
  connection: Connection;
  calls: [string, unknown][];
} {
  const calls: [string, unknown][] = [];
  const answer = ({ procedure, args, reply, fail }: IncomingCall): void => {
    calls.push([procedure.name, args]);
    const result = (answers[procedure.name] ?? noSupport)(Object(args));
    if (result instanceof Refusal) fail({ code: result.code, message: result.message });
    else if (result !== never) reply(result);
  };
  const scripts = new Proxy<Record<string, (call: IncomingCall) => void>>({}, { get: () => answer });
  const { session } = sessionWithPeer(scripts);
  return { connection: new Connection(session, 'qemu:///system'), calls };
}

export const uuid = Uint8Array.from({ length: 16 }, (_, byte) => byte);
export const uuidText = '00010203-0405-0607-0809-0a0b0c0d0e0f';
