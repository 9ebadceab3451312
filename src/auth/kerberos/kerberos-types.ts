import { MechanismError } from '../mechanism-error.ts';
import type { Principal } from './credential-cache.ts';
import { application, DerReader, der, derInteger, derText, numbered, tags } from './der.ts';
import { type EncryptionType, encryptionType } from './encryption-type.ts';
import { KerberosRefusal } from './kerberos-refusal.ts';

/** The version of Kerberos, in every message. */
export const kerberosVersion = 5;

/** A key of Kerberos with the way it is used. */
export interface KerberosKey {
  readonly type: EncryptionType;
  readonly bytes: Uint8Array;
}

/** A key as a file or a message has it. Throws a MechanismError when its type is not known or its length is not right. */
export function kerberosKey(type: number, bytes: Uint8Array): KerberosKey {
  const known = encryptionType(type);
  if (bytes.length !== known.keyBytes) throw new MechanismError(`a key for ${known.name} of ${bytes.length} bytes`);
  return { type: known, bytes };
}

export function derPrincipal({ type, names }: Principal): Buffer {
  return der(
    tags.sequence,
    der(numbered(0), derInteger(type)),
    der(numbered(1), der(tags.sequence, ...names.map(derText))),
  );
}

export function derEncrypted({ type, bytes }: KerberosKey, usage: number, plain: Uint8Array): Buffer {
  return der(
    tags.sequence,
    der(numbered(0), derInteger(type.number)),
    der(numbered(2), der(tags.octetString, type.encrypt(bytes, usage, plain))),
  );
}

/** What is in an EncryptedData, decrypted. */
export function decrypted(reader: DerReader, { type, bytes }: KerberosKey, usage: number): Buffer {
  const data = reader.enter(tags.sequence);
  const number = data.enter(numbered(0)).integer();
  if (number !== type.number)
    throw new MechanismError(`something is encrypted with the type ${number}, not ${type.name}`);
  data.takeIf(numbered(1));
  const sealed = data.enter(numbered(2)).take(tags.octetString);
  data.end();
  return type.decrypt(bytes, usage, sealed);
}

/** An EncryptionKey. */
export function readKey(reader: DerReader): KerberosKey {
  const key = reader.enter(tags.sequence);
  const type = key.enter(numbered(0)).integer();
  const bytes = Uint8Array.from(key.enter(numbered(1)).take(tags.octetString));
  key.end();
  return kerberosKey(type, bytes);
}

/** Begins to read one of Kerberos's messages. When the other side says what went wrong instead, that is thrown. */
export function enterMessage(bytes: Uint8Array, ...numbers: readonly number[]): DerReader {
  const reader = new DerReader(bytes);
  if (reader.next === application(errorMessage)) throw toldError(reader);
  const number = numbers.find((candidate) => reader.next === application(candidate)) ?? numbers[0] ?? 0;
  const message = reader.enter(application(number));
  reader.end();
  return message.enter(tags.sequence);
}

const errorMessage = 30;
/** The error that a KRB-ERROR tells. */
export function toldError(reader: DerReader): KerberosRefusal {
  const fields = reader.enter(application(errorMessage)).enter(tags.sequence);
  for (let field = 0; field < 6; field++) fields.takeIf(numbered(field));
  return new KerberosRefusal(fields.enter(numbered(6)).integer());
}
