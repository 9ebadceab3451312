import type { SecurityLayer } from '../auth/security-layer.ts';
import type { RpcClient } from '../rpc/rpc-client.ts';
import type { Transport } from '../transport/transport.ts';

/** The bytes between a transport and the RPC core: in clear, or from some packet on sealed by authentication. */
export class SessionPipe {
  readonly #transport: Transport;
  #layer: SecurityLayer | undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What seals the bytes, if anything does. */
  get layer(): SecurityLayer | undefined {
    return this.#layer;
  }

  /** Sends bytes, in one or two pieces. `false` asks to wait for the transport to drain. */
  send(bytes: Uint8Array, more?: Uint8Array): boolean {
    const transport = this.#transport;
    const layer = this.#layer;
    if (layer !== undefined) {
      const first = transport.write(layer.wrap(bytes));
      return more === undefined ? first : transport.write(layer.wrap(more));
    }
    if (more === undefined) return transport.write(bytes);
    if (transport.writeBoth !== undefined) return transport.writeBoth(bytes, more);
    transport.write(bytes);
    return transport.write(more);
  }

  /** Brings bytes of the transport to the core. */
  receive(chunk: Uint8Array, rpc: RpcClient): void {
    if (this.#layer === undefined) rpc.receive(chunk);
    else this.#layer.unwrap(chunk, (bytes) => rpc.receive(bytes));
  }

  /** Seals everything from now on. */
  seal(layer: SecurityLayer): void {
    this.#layer = layer;
  }
}
