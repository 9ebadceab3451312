import { encodeXdr, XdrWriter } from '@xdr-ts/runtime';
import { type ReadConnection, type ReadFrame, readRecording } from '../diagnostics/recording/read-recording.ts';
import { LibvirtRpcError } from '../errors/libvirt-rpc-error.ts';
import { ErrorDomain, ErrorLevel, ErrorNumber } from '../generated/api-enums.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import { NetMessageStatus, NetMessageType, netMessageErrorCodec } from '../generated/net-types.ts';
import { authList, connectClose } from '../generated/remote-procedures.ts';
import { AuthType, authListRetCodec } from '../generated/remote-types.ts';
import { procedureByNumber } from '../protocol/registry.ts';
import { beginFrame, endFrame, type Frame, type FrameHeader, frameHeadBytes } from '../rpc/frame.ts';
import { FrameDecoder } from '../rpc/frame-decoder.ts';
import { isPing, pong } from '../rpc/keepalive.ts';
import type { Transport } from '../transport/transport.ts';
import { type ListenAddress, type Listener, listen } from './listener.ts';
import { endsStream, findTurn, isCall, type ReplayedTurn, replayScript } from './replay-script.ts';

/**
 * Listens as the daemon of a recording, made by `record` of the options of a connection: answers each call as it was
 * answered then, and sends what was sent then behind that answer. The first client is the first connection of the
 * recording, and so on; further ones are like the last.
 *
 * A call finds the first of its procedure and arguments that has not been answered yet, else the first of its
 * procedure, else the last again; one that the recording has not is refused. Nobody has to authenticate. Secrets, and
 * the bytes of streams, are not in a recording: text reads `redacted`, and streams carry zeros.
 *
 * Rejects with a UsageError where the file is no recording.
 *
 * @example
 * await using listener = await replaySession('session.jsonl', { port: 0 });
 * await using connection = await connect(listener.uri);
 */
export async function replaySession(path: string, where: ListenAddress): Promise<Listener> {
  const connections = await readRecording(path);
  let next = 0;
  return listen(where, (transport) => {
    const recorded = connections[Math.min(next, connections.length - 1)];
    next++;
    if (recorded === undefined) transport.destroy();
    else new Replay(recorded, transport).serve();
  });
}

/** One client, and the connection that is replayed for it. */
class Replay {
  readonly #transport: Transport;
  readonly #script: readonly ReplayedTurn[];
  readonly #hangsUp: boolean;
  /** The turns of streams that live, by the serial numbers of the client. */
  readonly #streams = new Map<number, ReplayedTurn>();

  constructor(recorded: ReadConnection, transport: Transport) {
    this.#script = replayScript(recorded);
    this.#transport = transport;
    this.#hangsUp = recorded.ended === 'eof' || recorded.ended === 'error';
  }

  serve(): void {
    const decoder = new FrameDecoder((frame) => this.#take(frame));
    this.#transport.open({
      data: (chunk) => {
        try {
          decoder.push(chunk);
        } catch (error) {
          if (!(error instanceof LibvirtRpcError)) throw error;
          this.#transport.destroy();
        }
      },
      drain: () => undefined,
      end: () => this.#transport.destroy(),
    });
  }

  #take(frame: Frame): void {
    if (frame.program === KEEPALIVE_PROGRAM) {
      if (isPing(frame)) this.#transport.write(pong());
    } else if (isCall(frame)) this.#call(frame);
    else if (endsStream(frame)) this.#endStream(frame);
  }

  #call(frame: Frame): void {
    const { program, procedure, serial } = frame;
    if (program === authList.program && procedure === authList.procedure) {
      return this.#reply(frame, NetMessageStatus.OK, encodeXdr(authListRetCodec, { types: [AuthType.NONE] }));
    }
    const turn = findTurn(this.#script, frame);
    if (turn === undefined) {
      if (program === connectClose.program && procedure === connectClose.procedure) {
        this.#reply(frame, NetMessageStatus.OK, new Uint8Array());
        return this.#transport.close();
      }
      return this.#refuse(frame);
    }
    turn.used = true;
    if (turn.later.length > 0) this.#streams.set(serial, turn);
    for (const answer of turn.answers) this.#send(answer, serial, turn.serial);
    // The daemon went away without an answer.
    if (turn.answers.length === 0 && this.#hangsUp) this.#transport.close();
  }

  #endStream({ serial }: Frame): void {
    const opened = this.#streams.get(serial);
    const turn = opened?.later.find(({ used }) => !used) ?? opened?.later.at(-1);
    if (turn === undefined) return;
    turn.used = true;
    for (const answer of turn.answers) this.#send(answer, serial, turn.serial);
  }

  /** Sends a recorded packet; what belongs to the call, or to its stream, gets the number that it has today. */
  #send({ frame, dropped }: ReadFrame, serial: number, recordedSerial: number): void {
    const isEvent = frame.type === NetMessageType.MESSAGE;
    const header = isEvent || frame.serial !== recordedSerial ? frame : { ...frame, serial };
    const payload = frame.bytes.subarray(frameHeadBytes);
    const whole = new Uint8Array(payload.length + dropped);
    whole.set(payload);
    this.#transport.write(packet(header, whole));
  }

  #reply({ program, version, procedure, serial }: Frame, status: FrameHeader['status'], payload: Uint8Array): void {
    this.#transport.write(packet({ program, version, procedure, serial, type: NetMessageType.REPLY, status }, payload));
  }

  #refuse(frame: Frame): void {
    const name = procedureByNumber(frame.program, frame.procedure)?.name ?? `procedure ${frame.procedure}`;
    const message = `the recording has no call of ${name}`;
    const { ERR_RPC: code } = ErrorNumber;
    const none = { dom: null, net: null, str1: '%s', str2: message, str3: null, int1: -1, int2: -1 };
    const fault = { code, domain: ErrorDomain.NONE, level: ErrorLevel.ERROR, message, ...none };
    this.#reply(frame, NetMessageStatus.ERROR, encodeXdr(netMessageErrorCodec, fault));
  }
}

function packet(header: FrameHeader, payload: Uint8Array): Uint8Array {
  const writer = new XdrWriter(frameHeadBytes + payload.length);
  const start = beginFrame(writer, header);
  writer.raw(payload);
  endFrame(writer, start);
  return writer.finish();
}
