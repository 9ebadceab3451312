import { ProtocolError } from '../../errors/protocol-error.ts';
import type { Connection } from '../connection.ts';
import type { RegisteredFamily } from './event-families.ts';
import type { EventMessage } from './event-kind.ts';
import type { EventSource, SourceEvent } from './event-source.ts';
import type { UnknownEventName } from './event-types.ts';

/** A registration that the daemon gives an id. */
interface CallbackRegistration<Args> extends RegisteredFamily<Args> {
  /** The name that it is subscribed to by. */
  readonly name: string;
  readonly args: Args;
  /** How its messages are read; `undefined` for events that this release does not know. */
  readonly message: EventMessage | undefined;
  /** The object that it is for alone. */
  readonly object: string | undefined;
}

/** Events of a registration that the daemon gives an id. */
export function callbackSource<Args>(
  connection: Connection,
  { family, register, deregister, name, args, message, object = '' }: CallbackRegistration<Args>,
): EventSource {
  const { session } = connection;
  const end = (callbackID: number): Promise<void> => {
    session.unregister(family, callbackID);
    return session.call(deregister, { callbackID });
  };
  return {
    key: `${name} ${object}`,
    async register(sink, onDropped) {
      const { callbackID } = await session.register({
        wanted: { family, unknown: message === undefined },
        procedure: register,
        args,
        sink,
        onDropped,
        onLate: (late) => void end(late).catch(() => undefined),
      });
      return () => end(callbackID);
    },
    read({ procedure, body, bytes }) {
      if (message === undefined) {
        return { type: 'unknown', name: name as UnknownEventName, procedure, bytes: bytes.slice(body.offset) };
      }
      if (procedure !== message.procedure) throw new ProtocolError(`${name} does not come as message ${procedure}`, 12);
      return { type: name, ...message.read(body, connection) } as SourceEvent;
    },
  };
}
