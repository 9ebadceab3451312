import type { NonnullStorageVol } from '../generated/remote-types.ts';
import type { Connection } from './connection.ts';
import { StorageVolMethods } from './generated/storage-vol-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A volume in a storage pool, as a disk of a domain is one: a value that names it, with nothing to free. */
export class StorageVol extends StorageVolMethods {
  readonly connection: Connection;
  /** The name of the pool that it lies in. */
  readonly pool: string;
  readonly name: string;
  /** What no other volume has: mostly its path. */
  readonly key: string;

  /** Volumes come from a pool, from its look-ups, lists and definitions, or from a connection's look-ups. */
  constructor(connection: Connection, { pool, name, key }: NonnullStorageVol) {
    super();
    this.connection = connection;
    this.pool = pool;
    this.name = name;
    this.key = key;
  }

  /** The volume as the protocol refers to it. */
  get reference(): NonnullStorageVol {
    return { pool: this.pool, name: this.name, key: this.key };
  }

  /** Whether the other handle stands for the same volume on the same connection. */
  equals(other: StorageVol): boolean {
    return this.connection === other.connection && this.key === other.key;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { pool: string; name: string; key: string } {
    return this.reference;
  }

  [inspectSymbol](): string {
    const { pool, name, key } = this;
    return `StorageVol { pool: ${JSON.stringify(pool)}, name: ${JSON.stringify(name)}, key: ${JSON.stringify(key)} }`;
  }
}
