import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { errorReason } from './error-reason.ts';
import { certificateTimeFault, certificateUseFault, distinguishedName } from './tls-certificate-check.ts';
import { isRevoked } from './tls-revocation.ts';
import type { TlsSettings } from './tls-settings.ts';

/** Why the server is not trusted. */
export interface ServerFault {
  readonly message: string;
  /** OpenSSL's or our own name of it, as `CERT_HAS_EXPIRED`. */
  readonly code: string;
}

/** What is wrong with the certificate that the server has shown, all of it; empty when it is the one that we want. */
export function serverFaults(socket: TLSSocket, name: string, settings: TlsSettings): ServerFault[] {
  try {
    return findFaults(socket, name, settings);
  } catch (error) {
    return [{ code: 'CERT_REJECTED', message: `its certificate cannot be read: ${errorReason(error)}` }];
  }
}

function findFaults(socket: TLSSocket, name: string, settings: TlsSettings): ServerFault[] {
  const chain = chainOf(socket);
  const [leaf] = chain;
  if (leaf === undefined) return [{ code: 'CERT_MISSING', message: 'it has shown no certificate' }];
  const faults = [
    chainFault(socket, chain, settings),
    ...chain.map((certificate) => revocationFault(certificate, settings)),
    useFault(leaf),
    nameFault(leaf, name),
  ];
  return faults.filter((fault) => fault !== undefined);
}

/** The server's certificate, and behind each the one of its issuer, as far as the server or our file has them. */
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let peer: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  const seen = new Set<unknown>();
  // An authority that has signed itself is its own issuer.
  while (peer?.raw !== undefined && !seen.has(peer.fingerprint256)) {
    seen.add(peer.fingerprint256);
    chain.push(new X509Certificate(peer.raw));
    peer = peer.issuerCertificate;
  }
  return chain;
}

const unknownIssuer = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);

const words: Readonly<Record<string, string>> = {
  INVALID_PURPOSE: 'its certificate is not for TLS servers, by its extended key usage',
  INVALID_CA: 'an issuer of its certificate is no authority',
  PATH_LENGTH_EXCEEDED: 'there are more authorities above its certificate than one of them allows',
  CERT_SIGNATURE_FAILURE: 'the signature of its certificate, or of an issuer, is wrong',
  CERT_REJECTED: 'its certificate is rejected',
  // Node has no name of its own for the faults that levels of security find.
  UNSPECIFIED: 'a key or a signature of its certificate or of an issuer is too weak, or else unfit',
};

function chainFault(
  { authorized, authorizationError }: TLSSocket,
  chain: readonly X509Certificate[],
  { authoritiesSource }: TlsSettings,
): ServerFault | undefined {
  if (authorized) return undefined;
  // Node has the name of OpenSSL here, though the types say that it is an error.
  const code = String(authorizationError);
  if (unknownIssuer.has(code)) {
    const issuer = distinguishedName(chain.at(-1)?.issuer ?? '');
    return {
      code,
      message: `its certificate was issued by ${issuer}, which is not among the authorities in ${authoritiesSource}`,
    };
  }
  const outOfTime = chain.find((certificate) => certificateTimeFault(certificate) !== undefined);
  if (outOfTime !== undefined) {
    return { code, message: `${nameOf(outOfTime, chain)} ${certificateTimeFault(outOfTime)}` };
  }
  return { code, message: words[code] ?? 'its certificate is not accepted' };
}

function nameOf(certificate: X509Certificate, [leaf]: readonly X509Certificate[]): string {
  const subject = distinguishedName(certificate.subject);
  return certificate === leaf ? `its certificate (${subject})` : `the certificate of an issuer (${subject})`;
}

function revocationFault(certificate: X509Certificate, { revocations }: TlsSettings): ServerFault | undefined {
  if (!isRevoked(certificate, revocations)) return undefined;
  const { subject, serialNumber } = certificate;
  return {
    code: 'CERT_REVOKED',
    message: `the certificate of ${distinguishedName(subject)} (serial number ${serialNumber}) is revoked`,
  };
}

function useFault(leaf: X509Certificate): ServerFault | undefined {
  const fault = certificateUseFault(leaf, 'server');
  return fault === undefined ? undefined : { code: 'INVALID_PURPOSE', message: `its certificate ${fault}` };
}

/** An address is looked for among the addresses alone, and the common name counts only where no other name is. */
function nameFault(leaf: X509Certificate, name: string): ServerFault | undefined {
  const names = leaf.subjectAltName?.split(', ').filter((each) => /^(DNS|IP Address):/.test(each)) ?? [];
  const matches = isIP(name)
    ? leaf.checkIP(name.replace(/%.*/, ''))
    : leaf.checkHost(name, { subject: names.length > 0 ? 'never' : 'always', partialWildcards: false });
  if (matches !== undefined) return undefined;
  const has = names.length > 0 ? names.join(', ').replaceAll('IP Address', 'IP') : distinguishedName(leaf.subject);
  return { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: `its certificate is not for ${name} but for ${has}` };
}
