import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { connectOpen, domainDefineXML, domainGetXMLDesc } from '../../../src/generated/remote-procedures.ts';
import type { NonnullDomain } from '../../../src/generated/remote-types.ts';
import type { CallProcedure } from '../../../src/protocol/procedure.ts';
import { RpcClient } from '../../../src/rpc/rpc-client.ts';
import { TestHypervisor, type TestHypervisorOptions } from '../../../src/test-driver/test-hypervisor.ts';
import { memoryPipe } from '../../../src/transport/memory.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { FakeClock } from '../rpc/fake-clock.ts';

/** A client of the hypervisor, whose calls answer with the result or with libvirt's number and text. */
export class MemoryClient {
  readonly #transport: Transport;
  readonly #rpc: RpcClient;
  readonly ended: Promise<void>;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#rpc = new RpcClient({
      clock: new FakeClock(),
      send: (bytes) => transport.write(bytes),
      onClose: () => undefined,
    });
    this.ended = new Promise((resolve) => {
      transport.open({ data: (chunk) => this.#rpc.receive(chunk), drain: () => undefined, end: () => resolve() });
    });
  }

  async call<Args, Result>(procedure: CallProcedure<Args, Result>, args: Args): Promise<Result | string> {
    const outcome = await this.#rpc.call(procedure, args);
    if (outcome.kind === 'result') return outcome.result;
    return outcome.kind === 'error' ? `${outcome.error.code} ${outcome.error.message}` : outcome.kind;
  }

  /** As `call`, for those that have to succeed. */
  async get<Args, Result>(procedure: CallProcedure<Args, Result>, args: Args): Promise<Result> {
    const result = await this.call(procedure, args);
    if (typeof result === 'string') throw new Error(result);
    return result;
  }

  open(name = 'test:///default'): Promise<unknown> {
    return this.call(connectOpen, { name, flags: 0 });
  }

  /** Defines a domain of that content besides its name. */
  async define(name: string, inside: string): Promise<NonnullDomain> {
    const rest = `<memory>1</memory><os><type>hvm</type></os>${inside}`;
    return (await this.get(domainDefineXML, { xml: `<domain type='test'><name>${name}</name>${rest}</domain>` })).dom;
  }

  /** What is written of a domain between two of its tags. */
  async part(dom: NonnullDomain, name: string): Promise<string> {
    const { xml } = await this.get(domainGetXMLDesc, { dom, flags: 0 });
    return new RegExp(`<${name}[ >].*</${name}>`, 's').exec(xml)?.[0].replace(/\n\s*/g, '') ?? '';
  }

  /** Leaves without a word. */
  vanish(): void {
    this.#transport.destroy();
    this.#rpc.close(new ConnectionError('gone', 'client'));
  }
}

/** Makes clients of one hypervisor. */
export function served(options: TestHypervisorOptions = {}): () => MemoryClient {
  const hypervisor = new TestHypervisor(options);
  return () => {
    const [client, server] = memoryPipe();
    hypervisor.accept(server);
    return new MemoryClient(client);
  };
}

/** A client that has the default host open, which is nobody else's. */
export async function openedClient(options: TestHypervisorOptions = {}): Promise<MemoryClient> {
  const client = served(options)();
  await client.open();
  return client;
}
