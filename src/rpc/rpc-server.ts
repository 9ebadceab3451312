import { type XdrEncoder, XdrError, XdrWriter } from '@xdr-ts/runtime';
import { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import { NetMessageStatus, NetMessageType, netMessageErrorCodec } from '../generated/net-types.ts';
import type { ListedProcedure } from '../protocol/listed.ts';
import { beginFrame, endFrame, type Frame, type FrameHeader, frameHead } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { isPing, pong } from './keepalive.ts';
import { completeFault, rpcFault, type ServerFault } from './server-fault.ts';
import type { ServerStream, ServerStreamSink } from './server-stream.ts';
import { ServerStreams } from './server-streams.ts';

export type { ServerFault } from './server-fault.ts';

/** A call that has come in. */
export interface IncomingCall {
  readonly procedure: ListedProcedure & { readonly kind: 'call' };
  readonly args: unknown;
  readonly serial: number;
  /** Answers with a result, which must fit the procedure's result type. */
  reply(result: unknown): void;
  /** Answers with an error. */
  fail(fault: ServerFault): void;
  /**
   * Opens the stream of a procedure that has one, before the call is answered: with an error, and there is none. A
   * client may send holes on it only if it is `sparse`.
   */
  openStream(sparse: boolean, makeSink: (stream: ServerStream) => ServerStreamSink): void;
}

export interface RpcServerOptions {
  /** Finds a procedure; a program that it finds none of does not exist here. */
  readonly procedure: (program: number, procedure: number) => ListedProcedure | undefined;
  readonly programs: ReadonlySet<number>;
  readonly onCall: (call: IncomingCall) => void;
  /**
   * Takes bytes for the client; they are the receiver's to keep. `false` asks those who send much to wait for
   * {@link RpcServer.drained}; with `holdsUp` the client is to be asked for nothing more until then.
   */
  readonly send: (bytes: Uint8Array, holdsUp: boolean) => boolean;
  readonly onClose: (error: ConnectionError) => void;
}

/** The daemon's half of a connection, without the connection: answers what is not its own to answer as libvirtd does. */
export class RpcServer {
  readonly #options: RpcServerOptions;
  readonly #decoder = new FrameDecoder((frame) => this.#frame(frame));
  readonly #out = new XdrWriter(4096);
  readonly #streams = new ServerStreams({
    sendBytes: (header, bytes, holdsUp) => this.#sendBytes(header, bytes, holdsUp),
    send: (header, payload, value) => this.#send(header, payload, value),
    sendFault: (header, fault) => this.#send(header, netMessageErrorCodec, completeFault(fault)),
  });
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

  /** The transport has room again. */
  drained(): void {
    this.#streams.drained();
  }

  close(error: ConnectionError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#decoder.stop();
    this.#streams.close();
    this.#options.onClose(error);
  }

  #frame(frame: Frame): void {
    if (frame.program === KEEPALIVE_PROGRAM) {
      if (isPing(frame)) this.#options.send(pong(), true);
    } else if (frame.type === NetMessageType.CALL || frame.type === NetMessageType.CALL_WITH_FDS) this.#call(frame);
    else if (frame.type === NetMessageType.STREAM || frame.type === NetMessageType.STREAM_HOLE) {
      this.#streams.route(frame);
    }
    // libvirtd drops messages that make no sense.
  }

  #call(frame: Frame): void {
    const { program, version, serial, body } = frame;
    let opensStream = false;
    const fail = (fault: ServerFault): void => {
      if (opensStream) this.#streams.refused(serial);
      this.#fail(frame, fault);
    };
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
        return refuse('Unable to encode message payload');
      }
      if (opensStream) this.#streams.opened(serial);
    };
    const openStream: IncomingCall['openStream'] = (sparse, makeSink) => {
      this.#streams.add({ program, version, procedure: frame.procedure, serial }, sparse, makeSink);
      opensStream = true;
    };
    this.#options.onCall({ procedure, args, serial, reply, fail, openStream });
  }

  #fail({ program, version, procedure, serial }: Frame, fault: ServerFault): void {
    const header = { program, version, procedure, serial, type: NetMessageType.REPLY, status: NetMessageStatus.ERROR };
    this.#send(header, netMessageErrorCodec, completeFault(fault));
  }

  #send<T>(header: FrameHeader, codec: XdrEncoder<T>, value: T): void {
    if (this.#closed) return;
    this.#out.reset();
    const start = beginFrame(this.#out, header);
    codec.write(this.#out, value);
    endFrame(this.#out, start);
    this.#options.send(this.#out.finish(), true);
  }

  #sendBytes(header: FrameHeader, bytes: Uint8Array, holdsUp: boolean): boolean {
    if (this.#closed) return true;
    const head = frameHead(header, bytes.length);
    const packet = new Uint8Array(head.length + bytes.length);
    packet.set(head);
    packet.set(bytes, head.length);
    return this.#options.send(packet, holdsUp);
  }
}
