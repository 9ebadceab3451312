import { MechanismError } from '../mechanism-error.ts';
import { DerReader, der, tags } from './der.ts';
import { toldError } from './kerberos-types.ts';

/** 1.2.840.113554.1.2.2, Kerberos 5 among the mechanisms of GSS-API. */
const kerberosOid = Buffer.from('2a864886f712010202', 'hex');
const framed = 0x60;

/** What a framed token holds, by RFC 4121, 4.1. */
export const tokenIds = { request: 0x0100, reply: 0x0200, error: 0x0300 } as const;

/** A token of the setting up of a context, which names its mechanism. */
export function framedToken(id: number, message: Uint8Array): Buffer {
  return der(framed, der(tags.objectIdentifier, kerberosOid), Buffer.from([id >> 8, id & 0xff]), message);
}

/** The message in such a token. */
export function unframedToken(token: Uint8Array, id: number): Uint8Array {
  const reader = new DerReader(token);
  const contents = reader.take(framed);
  reader.end();
  const frame = new DerReader(contents);
  const oid = frame.take(tags.objectIdentifier);
  if (!kerberosOid.equals(oid)) throw new MechanismError('the daemon speaks of another mechanism than Kerberos 5');
  const start = 2 + oid.length;
  const found = ((contents[start] ?? 0) << 8) | (contents[start + 1] ?? 0);
  const message = contents.subarray(start + 2);
  if (found === tokenIds.error) throw toldError(new DerReader(message));
  if (found !== id) throw new MechanismError(`a token of GSS-API of the kind ${found}`);
  return message;
}
