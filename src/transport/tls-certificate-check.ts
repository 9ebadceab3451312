import type { X509Certificate } from 'node:crypto';
import { type CertificateFacts, certificateFacts, type KeyUsage } from './tls-certificate-facts.ts';

/** What a certificate is for. */
export type CertificateRole = 'authority' | 'client' | 'server';

const purposeIds = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
const anyPurpose = '2.5.29.37.0';

/**
 * Why the certificate does not fit its role by what it says itself, or `undefined`; the checks are libvirt's, in its
 * order. What it says may be used counts only where it is critical.
 */
export function certificateFault(certificate: X509Certificate, role: CertificateRole): string | undefined {
  return certificateTimeFault(certificate) ?? certificateUseFault(certificate, role);
}

/** Whether its time is over, or has not come. */
export function certificateTimeFault({ validFrom, validTo }: X509Certificate, now = Date.now()): string | undefined {
  if (Date.parse(validTo) < now) return `expired on ${iso(validTo)}`;
  if (Date.parse(validFrom) > now) return `is not valid before ${iso(validFrom)}`;
  return undefined;
}

function iso(time: string): string {
  return new Date(time).toISOString().replace('.000', '');
}

/** What it must not be used for. */
export function certificateUseFault(certificate: X509Certificate, role: CertificateRole): string | undefined {
  const facts = readFacts(certificate);
  if (facts === undefined) return 'has extensions that cannot be read';
  const { isAuthority, keyUsage, purposes } = facts;
  if (role === 'authority' && isAuthority === undefined)
    return 'has no basic constraints, which would make it an authority';
  if (role === 'authority' && !isAuthority) return 'is not that of an authority, by its basic constraints';
  if (role !== 'authority' && isAuthority)
    return `is that of an authority and not of a ${role}, by its basic constraints`;
  const missing = neededUsages(certificate, role).find((usage) => keyUsage && !keyUsage.allowed.includes(usage));
  if (keyUsage?.critical && missing !== undefined) return `may not be used for ${missing}, by its key usage`;
  if (role === 'authority' || !purposes?.critical) return undefined;
  const fits = purposes.allowed.includes(purposeIds[role]) || purposes.allowed.includes(anyPurpose);
  return fits ? undefined : `may not be used by a TLS ${role}, by its extended key usage`;
}

function readFacts(certificate: X509Certificate): CertificateFacts | undefined {
  try {
    return certificateFacts(certificate);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function neededUsages({ publicKey }: X509Certificate, role: CertificateRole): readonly KeyUsage[] {
  if (role === 'authority') return ['keyCertSign'];
  // Keys on curves encipher none; libvirt before release 12 asked for it all the same.
  return publicKey.asymmetricKeyType === 'rsa' ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];
}

/** The distinguished name as a daemon compares it with its `tls_allowed_dn_list`. */
export function distinguishedName(subject: string): string {
  return subject.replaceAll('\n', ',');
}
