import { ErrorDomain } from '../generated/api-enums.ts';
import { ClientRegistrations } from './event/client-registrations.ts';
import type { EventMessage } from './event/host-event.ts';
import { internalFault } from './fault.ts';
import type { Host } from './host.ts';
import type { HostDirectory, OpenedHost } from './open-host.ts';

/** What a daemon says of itself to all of its clients. */
export interface DaemonFacts {
  /** The libvirt release that it plays, as `9.0.0`. */
  readonly release: string;
  readonly hostname: string;
}

/** A client's connection to a host. */
export interface OpenConnection {
  readonly host: Host;
  /** As the client named it. */
  readonly uri: string;
  readonly readOnly: boolean;
  /** The libvirt release that the daemon plays. */
  readonly release: string;
  /** What the client wants to be told. */
  readonly registrations: ClientRegistrations;
}

/** What a client's connection to the daemon does for it beside answering calls. */
export interface ClientPort {
  /** Ends the client's connection to the daemon once its last reply is out. */
  readonly closeSoon: () => void;
  readonly sendEvent: (message: EventMessage) => void;
}

/** One client of the daemon, and the connection that it has open, if it has one. */
export class ClientSession {
  readonly facts: DaemonFacts;
  readonly #hosts: HostDirectory;
  readonly #port: ClientPort;
  #connection: OpenConnection | undefined;
  #opened: OpenedHost | undefined;
  #opening = false;
  #gone = false;

  constructor(facts: DaemonFacts, hosts: HostDirectory, port: ClientPort) {
    this.facts = facts;
    this.#hosts = hosts;
    this.#port = port;
  }

  /** Ends the client's connection to the daemon once its last reply is out. */
  closeSoon(): void {
    this.#port.closeSoon();
  }

  get isOpen(): boolean {
    return this.#connection !== undefined;
  }

  get readOnly(): boolean {
    return this.#connection?.readOnly ?? false;
  }

  /** Throws a Fault when none is open. */
  connection(): OpenConnection {
    if (this.#connection !== undefined) return this.#connection;
    throw internalFault(ErrorDomain.RPC, 'hypervisor connection not open');
  }

  open(name: string | null, readOnly: boolean): void | Promise<void> {
    if (this.isOpen || this.#opening) {
      throw internalFault(ErrorDomain.RPC, 'connection already open');
    }
    const opened = this.#hosts.open(name);
    const uri = name ?? '';
    if (!(opened instanceof Promise)) return this.#take(opened, { uri, readOnly });
    this.#opening = true;
    return opened
      .then((host) => this.#take(host, { uri, readOnly }))
      .finally(() => {
        this.#opening = false;
      });
  }

  #take(opened: OpenedHost, how: Pick<OpenConnection, 'uri' | 'readOnly'>): void {
    // The client may have left meanwhile.
    if (this.#gone) return opened.release();
    this.#opened = opened;
    const registrations = new ClientRegistrations((message) => this.#port.sendEvent(message));
    this.#connection = { host: opened.host, ...how, release: this.facts.release, registrations };
  }

  /** The client is gone, and its connection with it. */
  end(): void {
    this.#gone = true;
    this.#connection?.registrations.end();
    this.#connection = undefined;
    this.#opened?.release();
    this.#opened = undefined;
  }
}
