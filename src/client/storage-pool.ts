import { storagePoolListAllVolumes } from '../generated/remote-procedures.ts';
import type { NonnullStoragePool } from '../generated/remote-types.ts';
import { formatUuid } from '../protocol/uuid.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Connection } from './connection.ts';
import { StoragePoolMethods } from './generated/storage-pool-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { listAll } from './list-all.ts';
import { StorageVol } from './storage-vol.ts';

/** A storage pool, in which volumes lie: a value that names it, with nothing to free. */
export class StoragePool extends StoragePoolMethods {
  readonly connection: Connection;
  readonly name: string;
  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  readonly uuid: string;
  readonly #uuidBytes: Uint8Array;

  /** Pools come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { name, uuid }: NonnullStoragePool) {
    super();
    this.connection = connection;
    this.name = name;
    this.uuid = formatUuid(uuid);
    this.#uuidBytes = uuid;
  }

  /** The pool as the protocol refers to it. */
  get reference(): NonnullStoragePool {
    return { name: this.name, uuid: this.#uuidBytes };
  }

  /**
   * Lists its volumes. Where the daemon is too old for that, its volumes are listed by name and looked up.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it is not active
   * @see virStoragePoolListAllVolumes, since libvirt 0.10.2
   */
  listAllStorageVolumes(options: CallOptions = {}): Promise<StorageVol[]> {
    const args = { pool: this.reference, need_results: 1, flags: 0 };
    const { session } = this.connection;
    return listAll(options, 0, {
      all: async (each) =>
        (await session.call(storagePoolListAllVolumes, args, each)).vols.map(
          (vol) => new StorageVol(this.connection, vol),
        ),
      lists: [{ flag: 0, list: (each) => this.listStorageVolumes(each) }],
      find: (name, each) => this.lookupStorageVolByName(name, each),
      gone: 'VIR_ERR_NO_STORAGE_VOL',
    });
  }

  /** Whether the other handle stands for the same pool on the same connection. */
  equals(other: StoragePool): boolean {
    return this.connection === other.connection && this.uuid === other.uuid;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; uuid: string } {
    return { name: this.name, uuid: this.uuid };
  }

  [inspectSymbol](): string {
    return `StoragePool { name: ${JSON.stringify(this.name)}, uuid: ${this.uuid} }`;
  }
}
