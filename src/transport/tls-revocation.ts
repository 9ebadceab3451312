import type { X509Certificate } from 'node:crypto';
import { certificateFacts, certificateName } from './tls-certificate-facts.ts';
import { contentsOf, derTag, derValues, firstDerValue } from './tls-der.ts';

/** The certificates that an authority has revoked. */
export interface RevocationList {
  /** The authority, as DER in hexadecimal. */
  readonly issuer: string;
  readonly serials: ReadonlySet<string>;
}

/**
 * Reads a list of revoked certificates (CRL) from its DER. Its signature is not checked: as the file with the authority's
 * certificate, it is trusted because of where it is. Throws a RangeError where it is none.
 */
export function readRevocationList(der: Uint8Array): RevocationList {
  const fields = derValues(contentsOf(firstDerValue(contentsOf(firstDerValue(der), derTag.sequence)), derTag.sequence));
  if (fields[0]?.tag === derTag.integer) fields.shift();
  const [algorithm, issuer, thisUpdate, ...rest] = fields;
  contentsOf(algorithm, derTag.sequence);
  contentsOf(issuer, derTag.sequence);
  if (!isTime(thisUpdate?.tag)) throw new RangeError('a list of revoked certificates has no time');
  if (isTime(rest[0]?.tag)) rest.shift();
  const revoked = rest[0]?.tag === derTag.sequence ? derValues(rest[0].contents) : [];
  const names = revoked.map((entry) => {
    const serial = contentsOf(firstDerValue(contentsOf(entry, derTag.sequence)), derTag.integer);
    return certificateName(issuer?.whole, serial);
  });
  return {
    issuer: certificateName(issuer?.whole, new Uint8Array()).issuer,
    serials: new Set(names.map(({ serial }) => serial)),
  };
}

/**
 * Whether one of the lists names the certificate. As in C, a list counts whatever its time: an old one still knows what
 * was revoked then, and authorities without a list have revoked nothing.
 */
export function isRevoked(certificate: X509Certificate, lists: readonly RevocationList[]): boolean {
  if (lists.length === 0) return false;
  const { name } = certificateFacts(certificate);
  return lists.some(({ issuer, serials }) => issuer === name.issuer && serials.has(name.serial));
}

function isTime(tag: number | undefined): boolean {
  return tag === derTag.utcTime || tag === derTag.generalizedTime;
}
