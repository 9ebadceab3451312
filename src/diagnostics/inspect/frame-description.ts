import { XdrError, XdrReader } from '@xdr-ts/runtime';
import { ADMIN_PROGRAM } from '../../generated/admin-types.ts';
import { KEEPALIVE_PROGRAM } from '../../generated/keepalive-types.ts';
import { LXC_PROGRAM } from '../../generated/lxc-types.ts';
import {
  NetMessageStatus,
  NetMessageType,
  netMessageErrorCodec,
  netStreamHoleCodec,
} from '../../generated/net-types.ts';
import { QEMU_PROGRAM } from '../../generated/qemu-types.ts';
import { REMOTE_PROGRAM } from '../../generated/remote-types.ts';
import type { ErasedCodec, ListedProcedure } from '../../protocol/listed.ts';
import { procedureByNumber } from '../../protocol/registry.ts';
import { frameHeadBytes, longestFrame } from '../../rpc/frame.ts';
import { redactValue } from '../redact/redact-value.ts';

/** One packet of the protocol, for people and programs. Fields that the bytes do not reach are `undefined`. */
export interface FrameDescription {
  /** As the packet's length word has it, in bytes, itself included. */
  readonly length: number | undefined;
  readonly program: number | undefined;
  /** `remote`, `qemu`, `lxc`, `admin` or `keepalive`; `undefined` for others. */
  readonly programName: string | undefined;
  readonly version: number | undefined;
  /** The procedure's number within its program. */
  readonly procedure: number | undefined;
  /** The procedure's name in `libvirt-rpc/protocol`; `undefined` for one that this release does not know. */
  readonly procedureName: string | undefined;
  /** `CALL`, `REPLY`, `MESSAGE`, `STREAM`, `CALL_WITH_FDS`, `REPLY_WITH_FDS` or `STREAM_HOLE`; the number of another. */
  readonly type: string | undefined;
  readonly serial: number | undefined;
  /** `OK`, `ERROR` or `CONTINUE`; the number of another. */
  readonly status: string | undefined;
  /** What the packet carries behind its header, in bytes. */
  readonly payloadLength: number;
  /** The decoded fields, without secrets; `undefined` where there are none, or where they cannot be decoded. */
  readonly fields: unknown;
  /** What is wrong with it, each with its place; empty for a packet as it should be. */
  readonly problems: readonly string[];
}

/** A payload's type, and its value without secrets. */
export interface DecodedPayload {
  readonly codec: ErasedCodec;
  readonly value: unknown;
}

const programNames: ReadonlyMap<number, string> = new Map([
  [REMOTE_PROGRAM, 'remote'],
  [QEMU_PROGRAM, 'qemu'],
  [LXC_PROGRAM, 'lxc'],
  [ADMIN_PROGRAM, 'admin'],
  [KEEPALIVE_PROGRAM, 'keepalive'],
]);

/** Tells what a packet is. It never throws: whatever is wrong with the bytes stands in `problems`. */
export function describeFrame(bytes: Uint8Array): FrameDescription {
  const problems: string[] = [];
  const word = (offset: number): number | undefined =>
    offset + 4 <= bytes.length
      ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset)
      : undefined;
  const [length, program, version, procedure, type, serial, status] = [0, 4, 8, 12, 16, 20, 24].map(word);
  if (bytes.length < frameHeadBytes) problems.push(`${bytes.length} bytes are less than a header of ${frameHeadBytes}`);
  if (length !== undefined && length > longestFrame) problems.push(`its length is over the limit of ${longestFrame}`);
  if (length !== undefined && length !== bytes.length) problems.push(`its length says ${length}, not ${bytes.length}`);
  const typeName = nameOf(NetMessageType, type);
  const statusName = nameOf(NetMessageStatus, status);
  if (type !== undefined && typeName === undefined) problems.push(`${type} is no message type (byte 16)`);
  if (status !== undefined && statusName === undefined) problems.push(`${status} is no message status (byte 24)`);
  const known = program === undefined || procedure === undefined ? undefined : procedureByNumber(program, procedure);
  const programName = program === undefined ? undefined : programNames.get(program);
  if (program !== undefined && programName === undefined) problems.push(`${program} is no program that is known`);
  let fields: unknown;
  if (type !== undefined && status !== undefined && typeName !== undefined && statusName !== undefined) {
    try {
      fields = decodePayload(bytes, type, status, known)?.value;
    } catch (error) {
      problems.push(error instanceof XdrError ? error.message : 'the payload cannot be decoded');
    }
  }
  return {
    length,
    program,
    programName,
    version,
    procedure,
    procedureName: known?.name,
    type: typeName ?? numberName(type),
    serial,
    status: statusName ?? numberName(status),
    payloadLength: Math.max(0, bytes.length - frameHeadBytes),
    fields,
    problems,
  };
}

/**
 * What a whole packet carries, without secrets; `undefined` where it carries nothing, or bytes of a stream. Throws an
 * XdrError where that cannot be decoded as a whole.
 */
export function decodePayload(
  bytes: Uint8Array,
  type: number,
  status: number,
  procedure: ListedProcedure | undefined,
): DecodedPayload | undefined {
  const body = new XdrReader(bytes, frameHeadBytes);
  if (type === NetMessageType.CALL_WITH_FDS || type === NetMessageType.REPLY_WITH_FDS) body.uint();
  const codec = payloadCodec(type, status, procedure);
  if (codec === undefined) {
    const isData = type === NetMessageType.STREAM && status === NetMessageStatus.CONTINUE;
    if (body.remaining > 0 && !isData) throw body.error(`a payload of ${body.remaining} bytes whose form is not known`);
    return undefined;
  }
  const value = codec.read(body);
  body.done();
  return { codec, value: redactValue(value) };
}

function payloadCodec(type: number, status: number, procedure: ListedProcedure | undefined): ErasedCodec | undefined {
  const isCall = type === NetMessageType.CALL || type === NetMessageType.CALL_WITH_FDS;
  if (status === NetMessageStatus.ERROR && type !== NetMessageType.MESSAGE && !isCall) {
    return type === NetMessageType.STREAM ? streamErrorCodec : errorCodec;
  }
  if (type === NetMessageType.STREAM_HOLE) return netStreamHoleCodec;
  if (type === NetMessageType.MESSAGE) return procedure?.kind === 'event' ? procedure.payload : undefined;
  if (type === NetMessageType.STREAM || procedure?.kind !== 'call') return undefined;
  return isCall ? procedure.args : procedure.result;
}

const errorCodec: ErasedCodec = netMessageErrorCodec;
/** A client that aborts a stream says so without a word. */
const streamErrorCodec: ErasedCodec = {
  name: errorCodec.name,
  read: (reader) => (reader.remaining === 0 ? undefined : errorCodec.read(reader)),
  write: (writer, value) => (value === undefined ? undefined : errorCodec.write(writer, value)),
};

function nameOf(names: Readonly<Record<string, number>>, number: number | undefined): string | undefined {
  return Object.keys(names).find((name) => names[name] === number);
}

function numberName(number: number | undefined): string | undefined {
  return number === undefined ? undefined : String(number);
}
