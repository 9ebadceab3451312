import { inField, type XdrReader } from '@xdr-ts/runtime';
import { connectListAllDomains } from '../../generated/remote-procedures.ts';
import {
  type ConnectListAllDomainsArgs,
  REMOTE_DOMAIN_LIST_MAX,
  readNonnullString,
  readUUID,
} from '../../generated/remote-types.ts';
import type { CallProcedure } from '../../protocol/procedure.ts';
import type { Connection } from '../connection.ts';
import { Domain } from '../domain.ts';

const uuidBytes = 16;
/** A domain without a name: the length of the name, the UUID and the id. */
const leastBytes = 4 + uuidBytes + 4;

/**
 * connectListAllDomains with a reply that is read straight into handles. With thousands of domains the objects of the
 * wire, above all an array of bytes for each UUID, would be a quarter of the work.
 */
export function domainList(connection: Connection): CallProcedure<ConnectListAllDomainsArgs, Domain[]> {
  return { ...connectListAllDomains, result: { read: (reader) => readDomainList(reader, connection) } };
}

/** Reads what readConnectListAllDomainsRet reads, and refuses the same in the same words. */
function readDomainList(r: XdrReader, connection: Connection): Domain[] {
  let at = 'domains';
  let index = -1;
  try {
    const count = r.count(REMOTE_DOMAIN_LIST_MAX, leastBytes);
    const names: string[] = [];
    const uuid = new Uint8Array(count * uuidBytes);
    const words = new DataView(uuid.buffer);
    const ids = new Int32Array(count);
    while (++index < count) {
      at = 'name';
      names.push(readNonnullString(r));
      at = 'uuid';
      // Where too few bytes are left, the protocol's own reader says so.
      if (r.remaining < uuidBytes) readUUID(r);
      const start = index * uuidBytes;
      for (let word = start; word < start + uuidBytes; word += 4) words.setInt32(word, r.int());
      at = 'id';
      ids[index] = r.int();
    }
    index = -1;
    at = 'ret';
    r.uint();
    // In a loop of its own V8 inlines the constructor; between the reading it calls it.
    return names.map((name, i) => new Domain(connection, { name, uuid, id: ids[i] ?? -1 }, i * uuidBytes));
  } catch (error) {
    throw index < 0 ? inField(r, error, at) : inField(r, inField(r, error, at), 'domains', index);
  }
}
