import type { X509Certificate } from 'node:crypto';
import { UsageError } from '../../errors/usage-error.ts';
import { certificateFault, distinguishedName } from '../../transport/tls-certificate-check.ts';

/** Certificates, and where they come from. */
export interface CertificateSource {
  readonly certificates: readonly X509Certificate[];
  readonly source: string;
}

/** Throws a UsageError when libvirt would not even try to connect with these certificates, which `no_sanity` allows. */
export function checkSanity(authorities: CertificateSource, identity: CertificateSource | undefined): void {
  for (const authority of authorities.certificates) {
    const fault = certificateFault(authority, 'authority');
    if (fault !== undefined) throw insane(authorities.source, authority, fault);
  }
  const [leaf, ...issuers] = identity?.certificates ?? [];
  if (identity === undefined || leaf === undefined) return;
  const fault = certificateFault(leaf, 'client');
  if (fault !== undefined) throw insane(identity.source, leaf, fault);
  if (!isIssuedBy(leaf, issuers, authorities.certificates)) {
    const issuer = distinguishedName(leaf.issuer);
    throw insane(
      identity.source,
      leaf,
      `was issued by ${issuer}, which is not among the authorities in ${authorities.source}`,
    );
  }
}

function insane(source: string, { subject }: X509Certificate, fault: string): UsageError {
  return new UsageError(
    `the certificate of ${distinguishedName(subject)} in ${source} ${fault}; no_sanity=1 goes on all the same`,
  );
}

/** Whether the authorities have issued it, themselves or by way of other issuers. */
function isIssuedBy(
  certificate: X509Certificate,
  issuers: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
): boolean {
  const hasIssued = (issuer: X509Certificate): boolean =>
    certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  if (authorities.some(hasIssued)) return true;
  return issuers.some(
    (issuer, index) => hasIssued(issuer) && isIssuedBy(issuer, issuers.toSpliced(index, 1), authorities),
  );
}
