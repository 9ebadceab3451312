import { NetMessageStatus, NetMessageType } from '../../src/generated/net-types.ts';
import type { ListedCodec } from '../../src/protocol/listed.ts';
import { procedureByNumber, typeByName } from '../../src/protocol/registry.ts';

/** What of a header decides how its body is read. */
export interface FrameKind {
  readonly program: number;
  readonly procedure: number;
  readonly type: number;
  readonly status: number;
}

const error = typeByName('virNetMessageError');
const hole = typeByName('virNetStreamHole');

/** The codec of a frame's body; none for frames without one, with bytes as they are, or of procedures unknown. */
export function bodyCodec({ program, procedure: number, type, status }: FrameKind): ListedCodec | undefined {
  const procedure = procedureByNumber(program, number);
  if (procedure === undefined) return undefined;
  if (procedure.kind === 'event') return type === NetMessageType.MESSAGE ? procedure.payload : undefined;
  switch (type) {
    case NetMessageType.CALL:
    case NetMessageType.CALL_WITH_FDS:
      return procedure.args;
    case NetMessageType.REPLY:
    case NetMessageType.REPLY_WITH_FDS:
      return status === NetMessageStatus.ERROR ? error : procedure.result;
    case NetMessageType.STREAM:
      return status === NetMessageStatus.ERROR ? error : undefined;
    case NetMessageType.STREAM_HOLE:
      return hole;
    default:
      return undefined;
  }
}
