import type { Transport } from '../transport/transport.ts';
import { ClientConnection } from './client-connection.ts';
import { handlersFor } from './handlers.ts';
import { HostDirectory, type ReadFile } from './open-host.ts';

/** What a test hypervisor tells of itself, and what it may read. */
export interface TestHypervisorOptions {
  /** What the hypervisor says when it is asked for the name of its machine; `localhost` unless told. */
  readonly hostname?: string;
  /** The libvirt release that it plays: it knows no procedure that came later. 9.0.0 unless told. */
  readonly release?: string;
  /**
   * Whether it does what libvirt's own test driver does and no more: no secrets, consoles, channels or bytes of volumes.
   * Not unless told.
   */
  readonly strict?: boolean;
  /** Reads the files that `test:///a/path.xml` names; without it there are none. */
  readonly readFile?: ReadFile;
}

/** How one client is served. */
export interface AcceptOptions {
  /** As in {@link TestHypervisorOptions}, for this client. */
  readonly strict?: boolean;
}

/**
 * libvirt's test driver as a daemon: it answers clients as a libvirtd with a connection to `test:///default` would, and
 * runs nothing. Takes any number of clients, and tells each what the others do. Unless it is strict, it also keeps secrets
 * and the bytes of volumes, and has consoles and channels that say what they are told.
 */
export class TestHypervisor {
  readonly #facts: { readonly hostname: string; readonly release: string };
  readonly #hosts: HostDirectory;
  readonly #strict: boolean;

  constructor({ hostname = 'localhost', release = '9.0.0', strict = false, readFile }: TestHypervisorOptions = {}) {
    this.#facts = { hostname, release };
    this.#strict = strict;
    this.#hosts = new HostDirectory(readFile);
  }

  /** Serves a client, to whom `transport` leads, until either ends. */
  accept(transport: Transport, { strict = this.#strict }: AcceptOptions = {}): void {
    new ClientConnection(transport, this.#facts, this.#hosts, handlersFor(strict));
  }
}
