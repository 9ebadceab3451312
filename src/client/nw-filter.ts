import type { NonnullNwfilter } from '../generated/remote-types.ts';
import { formatUuid } from '../protocol/uuid.ts';
import type { Connection } from './connection.ts';
import { NWFilterMethods } from './generated/nw-filter-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A network filter, for the traffic of domains: a value that names it, with nothing to free. */
export class NWFilter extends NWFilterMethods {
  readonly connection: Connection;
  readonly name: string;
  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  readonly uuid: string;
  readonly #uuidBytes: Uint8Array;

  /** Filters come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { name, uuid }: NonnullNwfilter) {
    super();
    this.connection = connection;
    this.name = name;
    this.uuid = formatUuid(uuid);
    this.#uuidBytes = uuid;
  }

  /** The filter as the protocol refers to it. */
  get reference(): NonnullNwfilter {
    return { name: this.name, uuid: this.#uuidBytes };
  }

  /** Whether the other handle stands for the same filter on the same connection. */
  equals(other: NWFilter): boolean {
    return this.connection === other.connection && this.uuid === other.uuid;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; uuid: string } {
    return { name: this.name, uuid: this.uuid };
  }

  [inspectSymbol](): string {
    return `NWFilter { name: ${JSON.stringify(this.name)}, uuid: ${this.uuid} }`;
  }
}
