import { UsageError } from '../errors/usage-error.ts';
import { uuidBytes } from '../protocol/uuid.ts';

/** The 16 bytes of a UUID. Like libvirt it takes text with or without hyphens, in any case. Throws a UsageError. */
export function parseUuid(uuid: string | Uint8Array): Uint8Array {
  if (typeof uuid === 'string') {
    const bytes = uuidBytes(uuid);
    if (bytes === undefined) throw new UsageError(`${JSON.stringify(uuid)} is no UUID`);
    return bytes;
  }
  if (uuid.length !== 16) throw new UsageError(`a UUID has 16 bytes, not ${uuid.length}`);
  return uuid;
}
