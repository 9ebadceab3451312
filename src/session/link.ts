import type { SecurityLayer } from '../auth/security-layer.ts';
import type { FrameTap } from '../diagnostics/frame-tap.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { ClientEvents } from '../rpc/client-events.ts';
import type { ClientStreams } from '../rpc/client-streams.ts';
import { RpcClient } from '../rpc/rpc-client.ts';
import type { Transport } from '../transport/transport.ts';
import { keepaliveFeature } from './keepalive-feature.ts';
import { nodeClock } from './node-clock.ts';
import type { Session } from './session.ts';
import { SessionPipe } from './session-pipe.ts';
import type { SessionProgram } from './session-program.ts';

/** The bits of a security layer from which libvirt calls a connection secure. */
const strongEnough = 56;

/** How long the daemon may take to answer that it has closed, in milliseconds. */
const closeTimeout = 1000;

/** One connection to a daemon, from its first byte to its last, and what has been learnt about that daemon. */
export class Link {
  /** What ended it; resolves when it has ended, and never rejects. */
  readonly closed: Promise<ConnectionError>;
  readonly rpc: RpcClient;
  readonly transport: Transport;
  /** What the daemon has said of features, by their numbers. */
  readonly features: Map<number, boolean> = new Map<number, boolean>();
  /** The daemon's release of libvirt, once it has been asked for it. */
  daemonRelease: string | undefined;
  /** Opens a session like the one that this was opened for, where that can be. */
  openAnother: ((limits: CallOptions) => Promise<Session>) | undefined;
  readonly #pipe: SessionPipe;
  #closing: Promise<void> | undefined;
  #tap: FrameTap | undefined;

  constructor(transport: Transport, maxInFlight: number | undefined) {
    if (maxInFlight !== undefined && !(Number.isInteger(maxInFlight) && maxInFlight >= 1)) {
      transport.destroy();
      throw new UsageError(`maxInFlight is a whole number from 1, not ${maxInFlight}: most calls would never be sent`);
    }
    this.transport = transport;
    this.#pipe = new SessionPipe(transport);
    let resolveClosed!: (error: ConnectionError) => void;
    this.closed = new Promise((resolve) => {
      resolveClosed = resolve;
    });
    const rpc = new RpcClient({
      clock: nodeClock,
      maxInFlight,
      send: (bytes, more) => {
        this.#tap?.sent(bytes);
        if (more !== undefined) this.#tap?.sent(more);
        return this.#pipe.send(bytes, more);
      },
      onClose: (error) => {
        // Behind our own farewell what was written is still sent; a peer at fault gets nothing more.
        if (error.reason === 'client') transport.close();
        else transport.destroy();
        resolveClosed(error);
      },
    });
    this.rpc = rpc;
    transport.open({
      data: (chunk) => this.#receive(chunk),
      drain: () => rpc.drained(),
      // Once we say goodbye, it is we who end it, though the daemon may hang up on what we sent before.
      end: (cause) => rpc.close(this.#closing === undefined ? endedBy(transport, cause) : closedHere()),
    });
  }

  /** Shows all packets of both directions, in clear, to `tap` from now on. */
  showFrames(tap: FrameTap): void {
    this.#tap = tap;
    this.rpc.onFrame = ({ bytes }) => tap.received(bytes);
    void this.closed.then((error) => tap.ended(error));
  }

  get isSecure(): boolean {
    return this.transport.secure || (this.#pipe.layer?.strength ?? 0) >= strongEnough;
  }

  get isEncrypted(): boolean {
    return (this.transport.encrypted ?? false) || this.#pipe.layer !== undefined;
  }

  /** Whether it still stands, as far as this side knows. */
  get isAlive(): boolean {
    return this.rpc.closed === undefined && this.#closing === undefined;
  }

  /** The streams of the connection; their code comes with the first. */
  async streams(): Promise<ClientStreams> {
    const { ClientStreams } = await import('../rpc/client-streams.ts');
    const { rpc, transport, features } = this;
    rpc.streams ??= new ClientStreams(rpc.caller, {
      pause: () => transport.pause(),
      resume: () => transport.resume(),
      get peerPings() {
        return features.get(keepaliveFeature) ?? false;
      },
    });
    return rpc.streams;
  }

  /** The registrations for events on the connection; their code comes with the first. */
  async events(): Promise<ClientEvents> {
    const { ClientEvents } = await import('../rpc/client-events.ts');
    this.rpc.events ??= new ClientEvents(this.rpc.caller);
    return this.rpc.events;
  }

  /** Reads on behind the reply of a held call; with a layer, what follows in both directions is sealed by it. */
  release(layer?: SecurityLayer): void {
    if (layer !== undefined) this.#pipe.seal(layer);
    for (const piece of this.rpc.release()) this.#receive(piece);
  }

  /** Says goodbye and ends it. Never rejects. */
  close(program: SessionProgram): Promise<void> {
    this.#closing ??= this.#close(program);
    return this.#closing;
  }

  /** Ends it at once, without a word to the daemon. */
  destroy(): void {
    this.#closing ??= Promise.resolve();
    this.rpc.close(closedHere());
    this.transport.destroy();
  }

  #receive(chunk: Uint8Array): void {
    try {
      this.#pipe.receive(chunk, this.rpc);
    } catch (cause) {
      // Only a security layer throws: its bytes were not sealed by the daemon.
      const message = cause instanceof Error ? cause.message : String(cause);
      this.rpc.close(new ConnectionError(message, 'error', { cause }));
    }
  }

  async #close(program: SessionProgram): Promise<void> {
    if (this.rpc.closed !== undefined) return;
    // The daemon cleans up in either case; its answer only tells that it has.
    const { kind } = await this.rpc.call(program.close, undefined, { timeout: closeTimeout });
    this.rpc.close(closedHere());
    // A peer that does not answer may not read either, and what is still to be written would wait for it for ever.
    if (kind !== 'result') this.transport.destroy();
  }
}

/** This side has closed the connection. */
export function closedHere(): ConnectionError {
  return new ConnectionError('the connection is closed', 'client');
}

function endedBy({ description }: Transport, cause: Error | undefined): ConnectionError {
  return cause === undefined
    ? new ConnectionError(`the daemon closed the connection (${description})`, 'eof')
    : new ConnectionError(`the connection failed: ${cause.message} (${description})`, 'error', { cause });
}
