import { ErrorDomain, ErrorNumber } from '../generated/api-enums.ts';
import { defaultHost } from './default-host.ts';
import { type Fault, fault, internalFault, invalidArgument, xmlFault } from './fault.ts';
import type { Host } from './host.ts';
import { parseHost } from './parse-host.ts';

/** Reads a file of the machine on which the hypervisor is. */
export type ReadFile = (path: string) => string | Promise<string>;

/** A host to which a connection is open, until it is given back. */
export interface OpenedHost {
  readonly host: Host;
  readonly release: () => void;
}

/** Finds the host that a URI means. All who ask for the default one share it for as long as anybody has it. */
export class HostDirectory {
  readonly #readFile: ReadFile | undefined;
  #shared: { readonly host: Host; users: number } | undefined;

  constructor(readFile: ReadFile | undefined) {
    this.#readFile = readFile;
  }

  /** The default host is there at once; others have to be read. */
  open(name: string | null): OpenedHost | Promise<OpenedHost> {
    if (name === null) throw internalFault(ErrorDomain.RPC, 'connection not open');
    const path = pathOf(name);
    return path === '/default' ? this.#openShared() : this.#openFile(path);
  }

  #openShared(): OpenedHost {
    this.#shared ??= { host: defaultHost(), users: 0 };
    const shared = this.#shared;
    shared.users++;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      shared.users--;
      if (shared.users === 0) this.#shared = undefined;
    };
    return { host: shared.host, release };
  }

  async #openFile(path: string): Promise<OpenedHost> {
    return { host: parseHost(await this.#read(path), path), release: () => {} };
  }

  async #read(path: string): Promise<string> {
    if (this.#readFile === undefined) throw unreadable(path);
    try {
      return await this.#readFile(path);
    } catch {
      throw unreadable(path);
    }
  }
}

function unreadable(path: string): Fault {
  return xmlFault(ErrorDomain.TEST, `failed to parse xml document '${path}'`);
}

/** The path of a `test:` URI; refuses all others. */
function pathOf(name: string): string {
  if (name.startsWith(':')) {
    throw internalFault(ErrorDomain.URI, `Unable to parse URI ${name}`);
  }
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/i.exec(name);
  if (match === null) throw noDriver(`URI '${name}' does not include a driver name`);
  const [, scheme, authority = '', path = ''] = match;
  if (scheme !== 'test' || authority !== '') throw noDriver(name);
  if (path === '' || path === '/') {
    const detail = 'testOpen: supply a path or use test:///default';
    throw invalidArgument(ErrorDomain.TEST, detail);
  }
  return decodePath(path);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function noDriver(detail: string): Fault {
  return fault(ErrorNumber.ERR_NO_CONNECT, ErrorDomain.NONE, detail);
}
