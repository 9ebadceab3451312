import { XdrWriter } from '@xdr-ts/runtime';
import { KEEPALIVE_PROGRAM, KEEPALIVE_PROTOCOL_VERSION, KeepaliveProcedure } from '../generated/keepalive-types.ts';
import { NetMessageStatus, NetMessageType } from '../generated/net-types.ts';
import { beginFrame, endFrame, type Frame } from './frame.ts';

/** Whether the peer asks for a sign of life. */
export function isPing({ procedure }: Frame): boolean {
  return procedure === KeepaliveProcedure.PING;
}

/** The answer to a ping: a packet of its own. */
export function pong(): Uint8Array {
  return keepaliveFrame(KeepaliveProcedure.PONG);
}

/** Asks the peer for a sign of life. */
export function ping(): Uint8Array {
  return keepaliveFrame(KeepaliveProcedure.PING);
}

function keepaliveFrame(procedure: number): Uint8Array {
  const writer = new XdrWriter(32);
  const start = beginFrame(writer, {
    program: KEEPALIVE_PROGRAM,
    version: KEEPALIVE_PROTOCOL_VERSION,
    procedure,
    type: NetMessageType.MESSAGE,
    serial: 0,
    status: NetMessageStatus.OK,
  });
  endFrame(writer, start);
  return writer.finish();
}
