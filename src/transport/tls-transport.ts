import type { TLSSocket } from 'node:tls';
import { PacketCutter } from './packet-cutter.ts';
import { SocketTransport } from './socket-transport.ts';

/**
 * A TLS connection whose both ends trust each other, as a transport.
 *
 * Each packet begins a TLS record. Daemons of libvirt look at one packet whenever their socket becomes readable; a
 * second one in the same record has left the socket by then, and would wait for whatever comes next.
 */
export class TlsTransport extends SocketTransport {
  readonly encrypted = true;
  readonly #cutter = new PacketCutter();

  constructor(socket: TLSSocket, description: string) {
    super(socket, description, true);
    // Without it, pieces that have to wait are written one by one, and not as one.
    Object.defineProperty(socket, '_writev', { value: undefined });
  }

  override write(bytes: Uint8Array): boolean {
    let room = true;
    for (const piece of this.#cutter.cut(bytes)) room = super.write(piece);
    return room;
  }

  override writeBoth(bytes: Uint8Array, more: Uint8Array): boolean {
    const both = new Uint8Array(bytes.length + more.length);
    both.set(bytes);
    both.set(more, bytes.length);
    return this.write(both);
  }
}
