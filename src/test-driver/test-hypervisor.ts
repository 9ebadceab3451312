import type { Transport } from '../transport/transport.ts';
import { ClientConnection } from './client-connection.ts';
import { HostDirectory, type ReadFile } from './open-host.ts';

/** What a test hypervisor tells of itself, and what it may read. */
export interface TestHypervisorOptions {
  /** What the hypervisor says when it is asked for the name of its machine; `localhost` unless told. */
  readonly hostname?: string;
  /** The libvirt release that it plays: it knows no procedure that came later. 9.0.0 unless told. */
  readonly release?: string;
  /** Reads the files that `test:///a/path.xml` names; without it there are none. */
  readonly readFile?: ReadFile;
}

/**
 * libvirt's test driver as a daemon: it answers clients as a libvirtd with a connection to `test:///default` would, and
 * runs nothing. Takes any number of clients.
 */
export class TestHypervisor {
  readonly #facts: { readonly hostname: string; readonly release: string };
  readonly #hosts: HostDirectory;

  constructor({ hostname = 'localhost', release = '9.0.0', readFile }: TestHypervisorOptions = {}) {
    this.#facts = { hostname, release };
    this.#hosts = new HostDirectory(readFile);
  }

  /** Serves a client, to whom `transport` leads, until either ends. */
  accept(transport: Transport): void {
    new ClientConnection(transport, this.#facts, this.#hosts);
  }
}
