import type { SecureVersion } from 'node:tls';

/** What two sides of a TLS connection agree on, each from a list of its own. */
export type PriorityList = 'version' | 'cipher' | 'keyExchange' | 'mac' | 'group' | 'signature';

/** The words of GnuTLS's priority strings of which each list is made, and of which it is made by default (NORMAL). */
export type PriorityLists = Readonly<Record<PriorityList, readonly string[]>>;

/** The oldest first. */
export const versions: ReadonlyMap<string, SecureVersion> = new Map([
  ['VERS-TLS1.0', 'TLSv1'],
  ['VERS-TLS1.1', 'TLSv1.1'],
  ['VERS-TLS1.2', 'TLSv1.2'],
  ['VERS-TLS1.3', 'TLSv1.3'],
]);

/** The cipher suites of TLS 1.3, where the rest is negotiated apart. */
export const newSuites: ReadonlyMap<string, string> = new Map([
  ['AES-256-GCM', 'TLS_AES_256_GCM_SHA384'],
  ['CHACHA20-POLY1305', 'TLS_CHACHA20_POLY1305_SHA256'],
  ['AES-128-GCM', 'TLS_AES_128_GCM_SHA256'],
  ['AES-128-CCM', 'TLS_AES_128_CCM_SHA256'],
  ['AES-128-CCM-8', 'TLS_AES_128_CCM_8_SHA256'],
]);

/** How OpenSSL's names of older suites end, by cipher and then by MAC. */
export const oldSuiteEnds: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ['AES-256-GCM', { AEAD: 'AES256-GCM-SHA384' }],
  ['CHACHA20-POLY1305', { AEAD: 'CHACHA20-POLY1305' }],
  ['AES-256-CCM', { AEAD: 'AES256-CCM' }],
  ['AES-256-CCM-8', { AEAD: 'AES256-CCM8' }],
  ['AES-256-CBC', { SHA1: 'AES256-SHA', SHA256: 'AES256-SHA256', SHA384: 'AES256-SHA384' }],
  ['AES-128-GCM', { AEAD: 'AES128-GCM-SHA256' }],
  ['AES-128-CCM', { AEAD: 'AES128-CCM' }],
  ['AES-128-CCM-8', { AEAD: 'AES128-CCM8' }],
  ['AES-128-CBC', { SHA1: 'AES128-SHA', SHA256: 'AES128-SHA256' }],
]);

/** How they begin, by key exchange. */
export const oldSuiteBeginnings: ReadonlyMap<string, string> = new Map([
  ['ECDHE-ECDSA', 'ECDHE-ECDSA-'],
  ['ECDHE-RSA', 'ECDHE-RSA-'],
  ['DHE-RSA', 'DHE-RSA-'],
  ['RSA', ''],
]);

export const groups: ReadonlyMap<string, string> = new Map([
  ['GROUP-SECP256R1', 'P-256'],
  ['GROUP-SECP384R1', 'P-384'],
  ['GROUP-SECP521R1', 'P-521'],
  ['GROUP-X25519', 'X25519'],
  ['GROUP-X448', 'X448'],
  ...[2048, 3072, 4096, 6144, 8192].map((bits) => [`GROUP-FFDHE${bits}`, `ffdhe${bits}`] as const),
]);

export const signatures: ReadonlyMap<string, string> = new Map([
  ...['256', '384', '512'].flatMap((bits): [string, string][] => {
    const curve = `secp${bits === '512' ? '521' : bits}r1`;
    return [
      [`SIGN-RSA-SHA${bits}`, `rsa_pkcs1_sha${bits}`],
      [`SIGN-RSA-PSS-SHA${bits}`, `rsa_pss_pss_sha${bits}`],
      [`SIGN-RSA-PSS-RSAE-SHA${bits}`, `rsa_pss_rsae_sha${bits}`],
      [`SIGN-ECDSA-SHA${bits}`, `ecdsa_${curve}_sha${bits}`],
      [`SIGN-ECDSA-${curve.toUpperCase()}-SHA${bits}`, `ecdsa_${curve}_sha${bits}`],
    ];
  }),
  ['SIGN-EDDSA-ED25519', 'ed25519'],
  ['SIGN-EDDSA-ED448', 'ed448'],
  ['SIGN-RSA-SHA1', 'rsa_pkcs1_sha1'],
  ['SIGN-ECDSA-SHA1', 'ECDSA+SHA1'],
]);

/** Every word that OpenSSL can do something with. */
export const allWords: PriorityLists = {
  version: [...versions.keys()],
  cipher: [...oldSuiteEnds.keys()],
  keyExchange: [...oldSuiteBeginnings.keys()],
  mac: ['SHA1', 'SHA256', 'SHA384', 'AEAD'],
  group: [...groups.keys()],
  signature: [...signatures.keys()],
};

/** Off in Node, and on most systems, unless they are asked for. */
export const oldVersions: readonly string[] = ['VERS-TLS1.0', 'VERS-TLS1.1'];
const strongHashes = /SHA(384|512)|ED448/;

const normal: PriorityLists = {
  ...allWords,
  version: allWords.version.filter((word) => !oldVersions.includes(word)),
  cipher: allWords.cipher.filter((word) => !word.endsWith('-8')),
  mac: ['SHA1', 'AEAD'],
  signature: allWords.signature.filter((word) => !word.endsWith('SHA1')),
};

const strongest: PriorityLists = {
  ...normal,
  cipher: normal.cipher.filter((word) => !word.startsWith('AES-128')),
  mac: ['AEAD'],
  group: ['GROUP-SECP384R1', 'GROUP-SECP521R1', 'GROUP-FFDHE8192'],
  signature: normal.signature.filter((word) => strongHashes.test(word)),
};

const suiteB: PriorityLists = {
  version: ['VERS-TLS1.2'],
  cipher: ['AES-256-GCM', 'AES-128-GCM'],
  keyExchange: ['ECDHE-ECDSA'],
  mac: ['AEAD'],
  group: ['GROUP-SECP256R1', 'GROUP-SECP384R1'],
  signature: normal.signature.filter((word) => /ECDSA.*SHA(256|384)/.test(word)),
};

/** The words with which a priority string begins, each for a whole set. */
export const levels: ReadonlyMap<string, PriorityLists> = new Map([
  ['NORMAL', normal],
  ['LEGACY', normal],
  ['PERFORMANCE', normal],
  ['PFS', { ...normal, keyExchange: normal.keyExchange.filter((word) => word !== 'RSA') }],
  ['SECURE', normal],
  ['SECURE128', normal],
  ['SECURE192', strongest],
  ['SECURE256', strongest],
  ['SUITEB128', suiteB],
  [
    'SUITEB192',
    {
      ...suiteB,
      cipher: ['AES-256-GCM'],
      group: ['GROUP-SECP384R1'],
      signature: suiteB.signature.filter((word) => strongHashes.test(word)),
    },
  ],
  ['NONE', { version: [], cipher: [], keyExchange: [], mac: [], group: [], signature: [] }],
]);

/** Words for all of a list at once. */
export const wholeLists: ReadonlyMap<string, Partial<PriorityLists>> = new Map([
  ['VERS-ALL', { version: allWords.version }],
  ['VERS-TLS-ALL', { version: allWords.version }],
  ['CIPHER-ALL', { cipher: allWords.cipher }],
  ['KX-ALL', { keyExchange: allWords.keyExchange }],
  ['MAC-ALL', { mac: allWords.mac }],
  ['GROUP-ALL', { group: allWords.group }],
  ['CURVE-ALL', { group: allWords.group.filter((word) => !word.includes('FFDHE')) }],
  ['GROUP-EC-ALL', { group: allWords.group.filter((word) => !word.includes('FFDHE')) }],
  ['GROUP-DH-ALL', { group: allWords.group.filter((word) => word.includes('FFDHE')) }],
  ['SIGN-ALL', { signature: allWords.signature }],
]);

/** What GnuTLS knows and Node never does: there is nothing to take away, and it cannot be added. */
export const neverThere =
  /^(VERS-(SSL3\.0|DTLS.*)|.*(PSK|SRP|ANON|DSS|EXPORT).*|KX-GOST|.*GOST.*|(CAMELLIA|ARCFOUR|3DES|DES|RC2|ARIA|IDEA|NULL|MD5|UMAC|RIPEMD|SALSA20|ESTREAM).*|(GROUP|CURVE)-(SECP192R1|SECP224R1|FFDHE.*)|SIGN-(DSA|RSA-MD5|.*SHA224|.*SHA3-).*|COMP-(DEFLATE|LZO)|(CTYPE-).*(RAWPK|RAW|OPENPGP|OPGP))$/;

/** What always holds here. */
export const alwaysThere: ReadonlySet<string> = new Set([
  'COMP-NULL',
  'COMP-ALL',
  'CTYPE-X509',
  'CTYPE-X.509',
  'CTYPE-CLI-X509',
  'CTYPE-SRV-X509',
  'CTYPE-ALL',
  'CTYPE-CLI-ALL',
  'CTYPE-SRV-ALL',
]);

/** Switches that matter to servers only, or ask for what OpenSSL does anyway. */
export const idleSwitches: ReadonlySet<string> = new Set([
  '%COMPAT',
  '%SERVER_PRECEDENCE',
  '%SAFE_RENEGOTIATION',
  '%NO_TICKETS',
  '%NO_TICKETS_TLS12',
  '%ALLOW_SMALL_RECORDS',
]);

/** The security levels of OpenSSL that allow no more than the profiles of GnuTLS, and the sets that imply one, do. */
export const securityLevels: ReadonlyMap<string, number> = new Map([
  ['SECURE192', 3],
  ['SECURE256', 3],
  ['%PROFILE_VERY_WEAK', 1],
  ['%PROFILE_LOW', 1],
  ['%PROFILE_LEGACY', 2],
  ['%PROFILE_MEDIUM', 2],
  ['%PROFILE_HIGH', 3],
  ['%PROFILE_ULTRA', 4],
  ['%PROFILE_FUTURE', 5],
]);
