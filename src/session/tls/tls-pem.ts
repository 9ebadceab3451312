import { X509Certificate } from 'node:crypto';
import { UsageError } from '../../errors/usage-error.ts';
import { type RevocationList, readRevocationList } from '../../transport/tls-revocation.ts';

/** PEM and where it comes from, as a path. */
export interface PemSource {
  readonly pem: string;
  readonly source: string;
}

/** The certificates in it, in order. Throws a UsageError where there is none, or one cannot be read. */
export function certificatesIn({ pem, source }: PemSource): X509Certificate[] {
  const certificates = blocks(pem, '(?:X509 |TRUSTED )?CERTIFICATE').map((block) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      throw new UsageError(`${source} has a certificate that cannot be read`, { cause });
    }
  });
  if (certificates.length === 0) throw new UsageError(`${source} has no certificate in PEM`);
  return certificates;
}

/** The lists of revoked certificates in it. Throws a UsageError where there is none, or one cannot be read. */
export function revocationListsIn({ pem, source }: PemSource): RevocationList[] {
  const lists = blocks(pem, 'X509 CRL').map((block) => {
    try {
      const base64 = block.replace(/-----[^-]*-----/g, '');
      return readRevocationList(new Uint8Array(Buffer.from(base64, 'base64')));
    } catch (cause) {
      throw new UsageError(`${source} has a list of revoked certificates that cannot be read`, { cause });
    }
  });
  if (lists.length === 0) throw new UsageError(`${source} has no list of revoked certificates in PEM`);
  return lists;
}

function blocks(pem: string, label: string): string[] {
  return pem.match(new RegExp(`-----BEGIN (${label})-----[^-]*-----END \\1-----`, 'g')) ?? [];
}
