import type { NonnullDomainCheckpoint } from '../generated/remote-types.ts';
import type { Connection } from './connection.ts';
import { Domain } from './domain.ts';
import { DomainCheckpointMethods } from './generated/domain-checkpoint-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A checkpoint of a domain: a value that names it, with nothing to free. */
export class DomainCheckpoint extends DomainCheckpointMethods {
  readonly connection: Connection;
  readonly name: string;
  readonly domain: Domain;

  /** Checkpoints come from a domain: from its look-ups and lists, and when they are made. */
  constructor(connection: Connection, { name, dom }: NonnullDomainCheckpoint) {
    super();
    this.connection = connection;
    this.name = name;
    this.domain = new Domain(connection, dom);
  }

  /** The checkpoint as the protocol refers to it. */
  get reference(): NonnullDomainCheckpoint {
    return { name: this.name, dom: this.domain.reference };
  }

  /** Whether the other handle stands for the same checkpoint on the same connection. */
  equals(other: DomainCheckpoint): boolean {
    return this.name === other.name && this.domain.equals(other.domain);
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; domain: { name: string; uuid: string; id: number } } {
    return { name: this.name, domain: this.domain.toJSON() };
  }

  [inspectSymbol](): string {
    return `DomainCheckpoint { name: ${JSON.stringify(this.name)}, domain: ${this.domain[inspectSymbol]()} }`;
  }
}
