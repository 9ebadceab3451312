import type { CloseReason } from '../../errors/connection-error.ts';
import { ConnectCloseReason } from '../../generated/api-enums.ts';
import {
  connectEventConnectionClosed,
  connectRegisterCloseCallback,
  connectUnregisterCloseCallback,
} from '../../generated/remote-procedures.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { EventFamily } from '../../rpc/event-family.ts';
import type { Connection } from '../connection.ts';
import type { EventSource } from './event-source.ts';

/** VIR_DRV_FEATURE_REMOTE_CLOSE_CALLBACK: the daemon tells when the hypervisor behind it is gone. */
const closeCallbackFeature = 15;

const family: EventFamily = {
  name: 'closed',
  program: connectEventConnectionClosed.program,
  procedures: new Set([connectEventConnectionClosed.procedure]),
  addressed: 'to-one',
};

const reasons: Readonly<Record<CloseReason, ConnectCloseReason>> = {
  error: ConnectCloseReason.ERROR,
  eof: ConnectCloseReason.EOF,
  keepalive: ConnectCloseReason.KEEPALIVE,
  client: ConnectCloseReason.CLIENT,
};

/** The end of the connection, and of the daemon's own to the hypervisor where it tells of that. */
export async function closedSource(connection: Connection, options: CallOptions): Promise<EventSource> {
  const { session } = connection;
  const isTold = await session.supportsFeature(closeCallbackFeature, options);
  const end = (): Promise<void> => {
    session.unregister(family);
    return session.call(connectUnregisterCloseCallback, undefined);
  };
  return {
    key: 'closed',
    async register(sink, onDropped) {
      if (session.state === 'closed') throw await session.closed;
      if (!isTold) return () => Promise.resolve();
      await session.register({
        wanted: { family },
        procedure: connectRegisterCloseCallback,
        args: undefined,
        sink,
        onDropped,
        onLate: () => void end().catch(() => undefined),
      });
      return end;
    },
    read: ({ body }) => ({
      type: 'closed',
      reason: connectEventConnectionClosed.payload.read(body).reason,
      cause: undefined,
    }),
    atEnd: (cause) => ({ type: 'closed', reason: reasons[cause.reason], cause }),
  };
}
