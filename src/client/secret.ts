import type { SecretUsageType } from '../generated/api-enums.ts';
import type { NonnullSecret } from '../generated/remote-types.ts';
import { formatUuid } from '../protocol/uuid.ts';
import type { Connection } from './connection.ts';
import { SecretMethods } from './generated/secret-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A secret that the daemon keeps, as the key of an encrypted volume: a value that names it, with nothing to free. */
export class Secret extends SecretMethods {
  readonly connection: Connection;
  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  readonly uuid: string;
  /** The kind of thing that it is for. */
  readonly usageType: SecretUsageType;
  /** Which one of that kind, as the path of a volume; empty for SecretUsageType.NONE. */
  readonly usageID: string;
  readonly #uuidBytes: Uint8Array;

  /** Secrets come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { uuid, usageType, usageID }: NonnullSecret) {
    super();
    this.connection = connection;
    this.uuid = formatUuid(uuid);
    this.usageType = usageType;
    this.usageID = usageID;
    this.#uuidBytes = uuid;
  }

  /** The secret as the protocol refers to it. */
  get reference(): NonnullSecret {
    return { uuid: this.#uuidBytes, usageType: this.usageType, usageID: this.usageID };
  }

  /** Whether the other handle stands for the same secret on the same connection. */
  equals(other: Secret): boolean {
    return this.connection === other.connection && this.uuid === other.uuid;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { uuid: string; usageType: SecretUsageType; usageID: string } {
    return { uuid: this.uuid, usageType: this.usageType, usageID: this.usageID };
  }

  [inspectSymbol](): string {
    const { uuid, usageType, usageID } = this;
    return `Secret { uuid: ${uuid}, usageType: ${usageType}, usageID: ${JSON.stringify(usageID)} }`;
  }
}
