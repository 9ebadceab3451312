import type { X509Certificate } from 'node:crypto';
import { contentsOf, derTag, derValues, firstDerValue, objectIdentifier } from './tls-der.ts';

/** What a certificate says that Node does not tell of it. */
export interface CertificateFacts {
  /** Whether it says that it is an authority, or is none; `undefined` where it does not say. */
  readonly isAuthority: boolean | undefined;
  /** What its key may be used for; `undefined` where it does not say. */
  readonly keyUsage: Restriction<KeyUsage> | undefined;
  /** The object identifiers of what it may be used for; `undefined` where it does not say. */
  readonly purposes: Restriction<string> | undefined;
  /** Its issuer and serial number, by which lists of revoked ones name it. */
  readonly name: CertificateName;
}

/** Uses that are allowed. Only where it is critical must nobody use the certificate for more. */
export interface Restriction<Use> {
  readonly allowed: readonly Use[];
  readonly critical: boolean;
}

/** As DER in hexadecimal. */
export interface CertificateName {
  readonly issuer: string;
  readonly serial: string;
}

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

const basicConstraintsId = '2.5.29.19';
const keyUsageId = '2.5.29.15';
const extendedKeyUsageId = '2.5.29.37';
const versionTag = 0xa0;
const extensionsTag = 0xa3;

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Reads them. Throws a RangeError where the certificate's DER is not as it should be. */
export function certificateFacts({ raw }: X509Certificate): CertificateFacts {
  const certificate = contentsOf(firstDerValue(new Uint8Array(raw)), derTag.sequence);
  const fields = derValues(contentsOf(firstDerValue(certificate), derTag.sequence));
  // Only the first version has no number.
  if (fields[0]?.tag === versionTag) fields.shift();
  const [serial, , issuer] = fields;
  const extensions = readExtensions(fields.find(({ tag }) => tag === extensionsTag)?.contents);
  const basicConstraints = extensions.get(basicConstraintsId);
  return {
    isAuthority: basicConstraints && readBasicConstraints(basicConstraints.value),
    keyUsage: restriction(extensions.get(keyUsageId), readKeyUsage),
    purposes: restriction(extensions.get(extendedKeyUsageId), readPurposes),
    name: certificateName(issuer?.whole, contentsOf(serial, derTag.integer)),
  };
}

export function certificateName(issuer: Uint8Array | undefined, serial: Uint8Array): CertificateName {
  return { issuer: hexadecimal(issuer), serial: hexadecimal(serial) };
}

function hexadecimal(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

function readExtensions(bytes: Uint8Array | undefined): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  if (bytes === undefined) return extensions;
  for (const extension of derValues(contentsOf(firstDerValue(bytes), derTag.sequence))) {
    const [id, ...rest] = derValues(contentsOf(extension, derTag.sequence));
    const [critical] = rest[0]?.tag === derTag.boolean ? rest[0].contents : [0];
    extensions.set(objectIdentifier(contentsOf(id, derTag.objectIdentifier)), {
      critical: critical !== 0,
      value: contentsOf(rest.at(-1), derTag.octetString),
    });
  }
  return extensions;
}

function restriction<Use>(
  extension: Extension | undefined,
  read: (value: Uint8Array) => Use[],
): Restriction<Use> | undefined {
  return extension && { allowed: read(extension.value), critical: extension.critical };
}

function readBasicConstraints(value: Uint8Array): boolean {
  const [first] = derValues(contentsOf(firstDerValue(value), derTag.sequence));
  return first?.tag === derTag.boolean && first.contents[0] !== 0;
}

function readKeyUsage(value: Uint8Array): KeyUsage[] {
  // The first byte counts the bits at the end that mean nothing.
  const [, bits = 0] = contentsOf(firstDerValue(value), derTag.bitString);
  return keyUsages.filter((_usage, index) => bits & (0x80 >> index));
}

function readPurposes(value: Uint8Array): string[] {
  return derValues(contentsOf(firstDerValue(value), derTag.sequence)).map((purpose) =>
    objectIdentifier(contentsOf(purpose, derTag.objectIdentifier)),
  );
}
