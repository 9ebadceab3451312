import { type XdrCodec, XdrError, XdrWriter } from '@xdr-ts/runtime';
import { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import { ErrorDomain, ErrorLevel, ErrorNumber } from '../generated/api-enums.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import {
  type NetMessageError,
  NetMessageStatus,
  NetMessageType,
  netMessageErrorCodec,
} from '../generated/net-types.ts';
import type { ListedProcedure } from '../protocol/listed.ts';
import { beginFrame, endFrame, type Frame, type FrameHeader } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { isPing, pong } from './keepalive.ts';

/** An error as a server's code gives it; what it leaves out is empty. */
export type ServerFault = Partial<NetMessageError> & { readonly code: number; readonly message: string };

/** A call that has come in. */
export interface IncomingCall {
  readonly procedure: ListedProcedure & { readonly kind: 'call' };
  readonly args: unknown;
  readonly serial: number;
  /** Answers with a result, which must fit the procedure's result type. */
  reply(result: unknown): void;
  /** Answers with an error. */
  fail(fault: ServerFault): void;
}

export interface RpcServerOptions {
  /** Finds a procedure; a program that it finds none of does not exist here. */
  readonly procedure: (program: number, procedure: number) => ListedProcedure | undefined;
  readonly programs: ReadonlySet<number>;
  readonly onCall: (call: IncomingCall) => void;
  readonly send: (bytes: Uint8Array) => void;
  readonly onClose: (error: ConnectionError) => void;
}

/** The daemon's half of a connection, without the connection: answers what is not its own to answer as libvirtd does. */
export class RpcServer {
  readonly #options: RpcServerOptions;
  readonly #decoder = new FrameDecoder((frame) => this.#frame(frame));
  readonly #out = new XdrWriter(4096);
  #closed = false;

  constructor(options: RpcServerOptions) {
    this.#options = options;
  }

  receive(chunk: Uint8Array): void {
    try {
      this.#decoder.push(chunk);
    } catch (cause) {
      if (!(cause instanceof ProtocolError)) throw cause;
      this.close(new ConnectionError(cause.message, 'error', { cause }));
    }
  }

  /** Sends an event; libvirtd gives all of them serial number 1. */
  sendEvent(procedure: ListedProcedure & { readonly kind: 'event' }, payload: unknown): void {
    const { program, version } = procedure;
    const header = { program, version, procedure: procedure.procedure, serial: 1 };
    this.#send({ ...header, type: NetMessageType.MESSAGE, status: NetMessageStatus.OK }, procedure.payload, payload);
  }

  close(error: ConnectionError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#decoder.stop();
    this.#options.onClose(error);
  }

  #frame(frame: Frame): void {
    if (frame.program === KEEPALIVE_PROGRAM) {
      if (isPing(frame)) this.#options.send(pong());
    } else if (frame.type === NetMessageType.CALL || frame.type === NetMessageType.CALL_WITH_FDS) this.#call(frame);
    // Packets for a stream that is gone are legal, and libvirtd drops messages that make no sense, too.
  }

  #call(frame: Frame): void {
    const { program, version, serial, body } = frame;
    const fail = (fault: ServerFault): void => this.#fail(frame, fault);
    const refuse = (message: string): void => fail(rpcFault(message));
    if (!this.#options.programs.has(program) || version !== 1) {
      return refuse(`Cannot find program ${program} version ${version}`);
    }
    const procedure = this.#options.procedure(program, frame.procedure);
    if (procedure === undefined || procedure.kind !== 'call') return refuse(`unknown procedure: ${frame.procedure}`);
    if (frame.status !== NetMessageStatus.OK) return refuse(`Unexpected message status ${frame.status}`);
    let args: unknown;
    try {
      args = procedure.args.read(body);
    } catch (error) {
      if (!(error instanceof XdrError)) throw error;
      return refuse('Unable to decode message payload');
    }
    const reply = (result: unknown): void => {
      const header = { program, version, procedure: frame.procedure, serial };
      try {
        this.#send({ ...header, type: NetMessageType.REPLY, status: NetMessageStatus.OK }, procedure.result, result);
      } catch (error) {
        if (!(error instanceof XdrError)) throw error;
        refuse('Unable to encode message payload');
      }
    };
    this.#options.onCall({ procedure, args, serial, reply, fail });
  }

  #fail({ program, version, procedure, serial }: Frame, fault: ServerFault): void {
    const header = { program, version, procedure, serial, type: NetMessageType.REPLY, status: NetMessageStatus.ERROR };
    const empty = {
      domain: ErrorDomain.NONE,
      level: ErrorLevel.ERROR,
      dom: null,
      str1: null,
      str2: null,
      str3: null,
      int1: 0,
      int2: 0,
      net: null,
    };
    this.#send(header, netMessageErrorCodec, { ...empty, ...fault });
  }

  #send<T>(header: FrameHeader, codec: XdrCodec<T>, value: T): void {
    if (this.#closed) return;
    this.#out.reset();
    const start = beginFrame(this.#out, header);
    codec.write(this.#out, value);
    endFrame(this.#out, start);
    this.#options.send(this.#out.finish());
  }
}

/** How libvirtd's RPC layer words what it refuses. */
function rpcFault(message: string): ServerFault {
  return { code: ErrorNumber.ERR_RPC, domain: ErrorDomain.RPC, message, str1: '%s', str2: message, int1: -1, int2: -1 };
}
