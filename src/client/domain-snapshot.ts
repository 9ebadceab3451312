import type { DomainSnapshotListFlags } from '../generated/api-enums.ts';
import { domainSnapshotListAllChildren } from '../generated/remote-procedures.ts';
import type { NonnullDomainSnapshot } from '../generated/remote-types.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Connection } from './connection.ts';
import { Domain } from './domain.ts';
import { type FlagOptions, flagBits } from './flag-options.ts';
import { DomainSnapshotMethods } from './generated/domain-snapshot-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { listAll } from './list-all.ts';

/** A snapshot of a domain: a value that names it, with nothing to free. */
export class DomainSnapshot extends DomainSnapshotMethods {
  readonly connection: Connection;
  readonly name: string;
  readonly domain: Domain;

  /** Snapshots come from a domain: from its look-ups and lists, and when they are made. */
  constructor(connection: Connection, { name, dom }: NonnullDomainSnapshot) {
    super();
    this.connection = connection;
    this.name = name;
    this.domain = new Domain(connection, dom);
  }

  /** The snapshot as the protocol refers to it. */
  get reference(): NonnullDomainSnapshot {
    return { name: this.name, dom: this.domain.reference };
  }

  /**
   * Lists the snapshots that came from it: directly, or by flags all.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN_SNAPSHOT when it is gone
   * @see virDomainSnapshotListAllChildren, since libvirt 0.9.13
   */
  async listAllChildren(options: CallOptions & FlagOptions<DomainSnapshotListFlags> = {}): Promise<DomainSnapshot[]> {
    const flags = flagBits(options);
    const args = { snapshot: this.reference, need_results: 1, flags };
    return listAll(options, flags, {
      all: async (next) => {
        const { snapshots } = await this.connection.session.call(domainSnapshotListAllChildren, args, next);
        return snapshots.map((each) => new DomainSnapshot(this.connection, each));
      },
      // The names are asked for with the same flags.
      lists: [{ flag: flags, list: (next) => this.listChildrenNames({ ...next, rawFlags: flags }) }],
      find: (name, next) => this.domain.snapshotLookupByName(name, next),
      gone: 'VIR_ERR_NO_DOMAIN_SNAPSHOT',
    });
  }

  /** Whether the other handle stands for the same snapshot on the same connection. */
  equals(other: DomainSnapshot): boolean {
    return this.name === other.name && this.domain.equals(other.domain);
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; domain: { name: string; uuid: string; id: number } } {
    return { name: this.name, domain: this.domain.toJSON() };
  }

  [inspectSymbol](): string {
    return `DomainSnapshot { name: ${JSON.stringify(this.name)}, domain: ${this.domain[inspectSymbol]()} }`;
  }
}
