import { ErrorDomain, ErrorNumber, SecretUsageType } from '../../generated/api-enums.ts';
import { type Fault, fault, internalFault } from '../fault.ts';
import type { Secret } from './secret.ts';

function noSecret(key: string, value: string): Fault {
  return fault(ErrorNumber.ERR_NO_SECRET, ErrorDomain.SECRET, `no secret with matching ${key} '${value}'`);
}

function refused(detail: string): Fault {
  return internalFault(ErrorDomain.SECRET, detail);
}

/** The secrets of a host. */
export class SecretList {
  readonly #byUuid = new Map<string, Secret>();

  all(): Secret[] {
    return [...this.#byUuid.values()];
  }

  /** Throws a Fault when there is none. */
  ofUuid(uuid: string): Secret {
    const secret = this.#byUuid.get(uuid);
    if (secret === undefined) throw noSecret('uuid', uuid);
    return secret;
  }

  /** Throws a Fault when there is none. */
  ofUsage(type: number, id: string): Secret {
    const secret = this.#byUsage(type, id);
    if (secret === undefined) throw noSecret('usage', id);
    return secret;
  }

  #byUsage(type: number, id: string | undefined): Secret | undefined {
    if (type === SecretUsageType.NONE) return undefined;
    return this.all().find(({ usageType, usageId }) => usageType === type && usageId === id);
  }

  /** Keeps a definition: of a new secret, or a new one of a secret that keeps its value. */
  define(definition: Secret): Secret {
    const known = this.#byUuid.get(definition.uuid);
    if (known === undefined) {
      const other = this.#byUsage(definition.usageType, definition.usageId);
      if (other !== undefined) {
        throw refused(`a secret with UUID ${other.uuid} already defined for use with ${definition.usageId}`);
      }
    } else if (known.usageId !== definition.usageId) {
      throw refused(`a secret with UUID ${known.uuid} is already defined for use with ${known.usageId ?? '(null)'}`);
    } else if (known.isPrivate && !definition.isPrivate) {
      throw refused('cannot change private flag on existing secret');
    }
    const secret = { ...definition, value: known?.value };
    this.#byUuid.set(secret.uuid, secret);
    return secret;
  }

  setValue(secret: Secret, value: Uint8Array): void {
    this.#byUuid.set(secret.uuid, { ...secret, value: Uint8Array.from(value) });
  }

  remove({ uuid }: Secret): void {
    this.#byUuid.delete(uuid);
  }
}
