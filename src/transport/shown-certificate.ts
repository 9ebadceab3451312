import type { X509Certificate } from 'node:crypto';
import { distinguishedName } from './tls-certificate-check.ts';

/** What a human wants to know of a certificate. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** When its time begins and ends, as ISO 8601 writes times. */
  readonly validFrom: string;
  readonly validTo: string;
  /** The names that it is for besides its subject, as `DNS:kvm1` and `IP:10.0.0.1`. */
  readonly names: readonly string[];
}

export function shownCertificate({
  subject,
  issuer,
  validFrom,
  validTo,
  subjectAltName,
}: X509Certificate): ShownCertificate {
  return {
    subject: distinguishedName(subject),
    issuer: distinguishedName(issuer),
    validFrom: new Date(validFrom).toISOString(),
    validTo: new Date(validTo).toISOString(),
    names: subjectAltName?.split(', ').map((name) => name.replace('IP Address:', 'IP:')) ?? [],
  };
}
