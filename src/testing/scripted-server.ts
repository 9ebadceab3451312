import { ConnectionError } from '../errors/connection-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { authList, connectClose, connectOpen, connectSupportsFeature } from '../generated/remote-procedures.ts';
import { AuthType } from '../generated/remote-types.ts';
import type { CallProcedure, EventProcedure, StreamProcedure } from '../protocol/procedure.ts';
import { procedureByNumber, procedures } from '../protocol/registry.ts';
import { type IncomingCall, RpcServer } from '../rpc/rpc-server.ts';
import type { ServerFault } from '../rpc/server-fault.ts';
import type { Transport } from '../transport/transport.ts';
import { type ListenAddress, type Listener, listen } from './listener.ts';

/** A client of a scripted server, as the script sees it. */
export interface ScriptedClient {
  /** Sends bytes as they are, be they a packet or not. */
  sendBytes(bytes: Uint8Array): void;
  /** Sends an event, be it asked for or not. */
  sendEvent<Payload>(procedure: EventProcedure<Payload>, payload: Payload): void;
  /** Ends the connection behind what was sent. */
  close(): void;
  /** Ends the connection at once. */
  destroy(): void;
}

/** A call that has come in. It is answered when the script says so, or never. */
export interface ScriptedCall<Args, Result> {
  readonly args: Args;
  /** The serial number that the answer carries, too. */
  readonly serial: number;
  readonly client: ScriptedClient;
  /** Answers with a result. */
  reply(result: Result): void;
  /** Answers with an error. */
  fail(fault: ServerFault): void;
}

type Answerable<Args, Result> = CallProcedure<Args, Result> | StreamProcedure<Args, Result>;
type Script = (call: ScriptedCall<unknown, unknown>) => void;

const programs: ReadonlySet<number> = new Set(procedures.map(({ program }) => program));

function keyOf({ program, procedure }: { readonly program: number; readonly procedure: number }): string {
  return `${program}/${procedure}`;
}

/**
 * A daemon that does what a test tells it: answers in any order, late, wrongly, or not at all. Opening and closing work
 * unless the test scripts them; calls that nobody scripted wait for {@link ScriptedServer.nextCall}.
 *
 * @example
 * const server = new ScriptedServer();
 * await using listener = await server.listen({ port: 0 });
 * await using connection = await connect(listener.uri);
 * const hostname = connection.getHostname();
 * const call = await server.nextCall(connectGetHostname);
 * call.reply({ hostname: 'kvm1' });
 * console.log(await hostname);
 */
export class ScriptedServer {
  readonly #scripts = new Map<string, Script>();
  readonly #waitingCalls = new Map<string, ScriptedCall<unknown, unknown>[]>();
  readonly #waitingTests = new Map<string, Script[]>();
  readonly #received: string[] = [];

  constructor() {
    this.on(authList, (call) => call.reply({ types: [AuthType.NONE] }));
    this.on(connectSupportsFeature, (call) => call.reply({ supported: 1 }));
    this.on(connectOpen, (call) => call.reply());
    this.on(connectClose, (call) => {
      call.reply();
      call.client.close();
    });
  }

  /** The names of all procedures that were called, in order. */
  get received(): readonly string[] {
    return this.#received;
  }

  /** From now on `script` answers the procedure. */
  on<Args, Result>(procedure: Answerable<Args, Result>, script: (call: ScriptedCall<Args, Result>) => void): this {
    this.#scripts.set(keyOf(procedure), (call) => script(call as ScriptedCall<Args, Result>));
    return this;
  }

  /** The first call of a procedure without a script that has not been taken yet, once it is there. */
  nextCall<Args, Result>(procedure: Answerable<Args, Result>): Promise<ScriptedCall<Args, Result>> {
    const key = keyOf(procedure);
    return new Promise((resolve) => {
      const take: Script = (call) => resolve(call as ScriptedCall<Args, Result>);
      const waiting = this.#waitingCalls.get(key)?.shift();
      if (waiting !== undefined) take(waiting);
      else this.#waitingTests.set(key, [...(this.#waitingTests.get(key) ?? []), take]);
    });
  }

  /** Serves a client, to whom `transport` leads. */
  accept(transport: Transport): void {
    const rpc: RpcServer = new RpcServer({
      programs,
      procedure: procedureByNumber,
      onCall: (call) => this.#call(call, client),
      send: (bytes) => transport.write(bytes),
      onClose: () => transport.destroy(),
    });
    const client: ScriptedClient = {
      sendBytes: (bytes) => transport.write(bytes),
      sendEvent: (procedure, payload) => {
        const listed = procedureByNumber(procedure.program, procedure.procedure);
        if (listed?.kind !== 'event') throw new UsageError(`${procedure.name} is no event of the protocol`);
        rpc.sendEvent(listed, payload);
      },
      close: () => transport.close(),
      destroy: () => transport.destroy(),
    };
    transport.open({
      data: (chunk) => rpc.receive(chunk),
      drain: () => rpc.drained(),
      end: (cause) => rpc.close(new ConnectionError('the client has left', 'eof', { cause })),
    });
  }

  /** Listens for clients. */
  listen(where: ListenAddress): Promise<Listener> {
    return listen(where, (transport) => this.accept(transport));
  }

  #call({ procedure, args, serial, reply, fail }: IncomingCall, client: ScriptedClient): void {
    const call = { args, serial, client, reply, fail };
    const key = keyOf(procedure);
    this.#received.push(procedure.name);
    const script = this.#scripts.get(key) ?? this.#waitingTests.get(key)?.shift();
    if (script !== undefined) return script(call);
    this.#waitingCalls.set(key, [...(this.#waitingCalls.get(key) ?? []), call]);
  }
}
