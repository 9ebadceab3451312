import { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import { ErrorDomain, ErrorNumber } from '../generated/api-enums.ts';
import { LXC_PROGRAM } from '../generated/lxc-types.ts';
import { QEMU_PROGRAM } from '../generated/qemu-types.ts';
import { REMOTE_PROGRAM } from '../generated/remote-types.ts';
import type { ListedProcedure } from '../protocol/listed.ts';
import { procedureByNumber } from '../protocol/registry.ts';
import { type IncomingCall, RpcServer } from '../rpc/rpc-server.ts';
import type { Transport } from '../transport/transport.ts';
import { ClientSession, type DaemonFacts } from './client-session.ts';
import { Fault, fault, forbidden, internalFault } from './fault.ts';
import type { HandlerOf } from './handlers.ts';
import { includesRelease } from './includes-release.ts';
import type { HostDirectory } from './open-host.ts';
import { functionDomain, functionName, isForbiddenReadOnly, isForSecondaryDriver } from './procedure-facts.ts';

const programs: ReadonlySet<number> = new Set([REMOTE_PROGRAM, QEMU_PROGRAM, LXC_PROGRAM]);

/** Serves one client over its transport, until either of them ends. */
export class ClientConnection {
  readonly #transport: Transport;
  readonly #rpc: RpcServer;
  readonly #session: ClientSession;
  readonly #handlerOf: HandlerOf;
  #closing = false;

  constructor(transport: Transport, facts: DaemonFacts, hosts: HostDirectory, handlerOf: HandlerOf) {
    this.#transport = transport;
    this.#handlerOf = handlerOf;
    this.#session = new ClientSession(facts, hosts, {
      closeSoon: () => {
        this.#closing = true;
      },
      sendEvent: ({ procedure: { program, procedure }, payload }) => {
        const listed = procedureByNumber(program, procedure);
        if (listed?.kind === 'event') this.#rpc.sendEvent(listed, payload);
      },
    });
    this.#rpc = new RpcServer({
      programs,
      procedure: (program, number) => {
        const procedure = procedureByNumber(program, number);
        return procedure !== undefined && includesRelease(facts.release, procedure.since) ? procedure : undefined;
      },
      onCall: (call) => this.#call(call),
      send: (bytes, holdsUp) => {
        const hasRoom = transport.write(bytes);
        // A client that does not read its replies is not asked for more calls.
        if (!hasRoom && holdsUp) transport.pause();
        return hasRoom;
      },
      onClose: () => this.#end(),
    });
    transport.open({
      data: (chunk) => this.#rpc.receive(chunk),
      drain: () => {
        transport.resume();
        this.#rpc.drained();
      },
      end: (cause) => this.#rpc.close(new ConnectionError('the client has left', 'eof', { cause })),
    });
  }

  #end(): void {
    this.#session.end();
    if (this.#closing) this.#transport.close();
    else this.#transport.destroy();
  }

  #call(call: IncomingCall): void {
    try {
      const result = this.#run(call);
      if (!(result instanceof Promise)) return this.#reply(call, result);
      result.then(
        (settled) => this.#reply(call, settled),
        (error: unknown) => call.fail(replyTo(error)),
      );
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      call.fail(replyTo(error));
    }
  }

  #run({ procedure, args, openStream }: IncomingCall): unknown {
    const handler = this.#handlerOf(procedure.program, procedure.procedure);
    if (handler?.beforeOpen) return handler.run(this.#session, args, openStream);
    if (!this.#session.isOpen) throw notOpen(procedure);
    const domain = functionDomain(procedure);
    if (this.#session.readOnly && isForbiddenReadOnly(procedure)) {
      throw forbidden(domain, `read only access prevents ${functionName(procedure)}`);
    }
    if (handler === undefined) throw fault(ErrorNumber.ERR_NO_SUPPORT, domain, functionName(procedure));
    return handler.run(this.#session, args, openStream);
  }

  #reply(call: IncomingCall, result: unknown): void {
    call.reply(result);
    if (this.#closing) this.#rpc.close(new ConnectionError('the client has closed its connection', 'client'));
  }
}

function notOpen(procedure: ListedProcedure): Fault {
  const what = isForSecondaryDriver(procedure) ? 'connection not open' : 'hypervisor connection not open';
  return internalFault(ErrorDomain.RPC, what);
}

/** A client is told what went wrong here, and goes on with its other calls. */
function replyTo(error: unknown): Fault['reply'] {
  if (error instanceof Fault) return error.reply;
  const detail = error instanceof Error ? error.message : String(error);
  return internalFault(ErrorDomain.TEST, detail).reply;
}
