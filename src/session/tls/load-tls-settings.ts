import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../../errors/usage-error.ts';
import { errorReason } from '../../transport/error-reason.ts';
import { certificateFault, distinguishedName } from '../../transport/tls-certificate-check.ts';
import type { TlsIdentity, TlsSettings } from '../../transport/tls-settings.ts';
import type { Environment } from '../environment.ts';
import { type TlsLocations, tlsLocations } from './tls-locations.ts';
import type { TlsMaterial, TlsOptions } from './tls-options.ts';
import { certificatesIn, type PemSource, revocationListsIn } from './tls-pem.ts';
import { tlsLimits } from './tls-priority.ts';
import { type CertificateSource, checkSanity } from './tls-sanity.ts';

/**
 * Reads and checks what a TLS connection needs, from libvirt's files where the options have nothing else. Rejects with
 * a UsageError that says what cannot be used.
 */
export async function loadTlsSettings(options: TlsOptions, environment: Environment): Promise<TlsSettings> {
  const { serverName, priority, noVerify = false, noSanity = false } = options;
  const limits = tlsLimits(priority);
  const locations = tlsLocations(options.pkiPath, environment);
  const [ca, crl, own] = await Promise.all([
    readPem('ca', options.ca ?? locations.ca),
    readRevocations(options, locations),
    readIdentity(options, locations),
  ]);
  const authorities = { certificates: certificatesIn(ca), source: ca.source };
  if (!noSanity) checkSanity(authorities, own?.chain);
  return {
    authorities: ca.pem,
    authoritiesSource: ca.source,
    revocations: crl === undefined ? [] : revocationListsIn(crl),
    identity: own?.identity,
    shown: own === undefined ? `no certificate (${locations.identityMissing})` : shownOf(own.chain),
    serverName,
    verify: !noVerify,
    limits,
  };
}

interface OwnIdentity {
  readonly identity: TlsIdentity;
  readonly chain: CertificateSource;
}

async function readRevocations({ ca, crl }: TlsOptions, locations: TlsLocations): Promise<PemSource | undefined> {
  // The file belongs to the authorities beside it, and says nothing of others.
  const material = crl ?? (ca === undefined ? locations.crl : undefined);
  return material === undefined ? undefined : readPem('crl', material);
}

async function readIdentity(
  { cert, key, passphrase }: TlsOptions,
  { identity }: TlsLocations,
): Promise<OwnIdentity | undefined> {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError(
      `tls.${cert === undefined ? 'key' : 'cert'} is given without tls.${cert === undefined ? 'cert' : 'key'}`,
    );
  }
  const [certificateFrom, keyFrom] = [cert ?? identity?.cert, key ?? identity?.key];
  if (certificateFrom === undefined || keyFrom === undefined) return undefined;
  const [certificate, privateKey] = await Promise.all([readPem('cert', certificateFrom), readPem('key', keyFrom)]);
  const certificates = certificatesIn(certificate);
  const keyObject = readKey(privateKey, passphrase);
  if (!certificates[0]?.checkPrivateKey(keyObject)) {
    throw new UsageError(`${privateKey.source} is not the key of the certificate in ${certificate.source}`);
  }
  return {
    identity: { certificate: certificate.pem, key: privateKey.pem, passphrase },
    chain: { certificates, source: certificate.source },
  };
}

function readKey({ pem, source }: PemSource, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase });
  } catch (cause) {
    const hint = /ENCRYPTED/.test(pem) ? ': it is encrypted, and tls.passphrase does not open it' : '';
    throw new UsageError(`${source} has no private key that can be read${hint}`, { cause });
  }
}

/** Reads PEM from what is either that or a path; PEM itself has no source but the option. */
async function readPem(option: string, material: TlsMaterial): Promise<PemSource> {
  const text = typeof material === 'string' ? material : new TextDecoder('latin1').decode(material);
  if (typeof material !== 'string' || text.includes('-----BEGIN ')) return { pem: text, source: `tls.${option}` };
  try {
    return { pem: await readFile(text, 'latin1'), source: text };
  } catch (cause) {
    throw new UsageError(`${text}, which TLS needs, cannot be read: ${errorReason(cause)}`, {
      cause,
    });
  }
}

/** What a server may have against it, too, as far as that can be seen here. */
function shownOf({ certificates: [leaf], source }: CertificateSource): string {
  if (leaf === undefined) return 'no certificate';
  const [subject, issuer] = [leaf.subject, leaf.issuer].map(distinguishedName);
  const fault = certificateFault(leaf, 'client');
  return `the certificate of ${subject}, issued by ${issuer} (${source})${fault === undefined ? '' : `, which ${fault}`}`;
}
