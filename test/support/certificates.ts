import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** What a certificate says, over the defaults: from yesterday to tomorrow, and fit for libvirt's checks. */
export interface CertificateFacts {
  /** As openssl writes it, `/O=Acme/CN=client`. */
  readonly subject?: string;
  /** Names as openssl writes them: `DNS:localhost`, `IP:127.0.0.1`. */
  readonly names?: readonly string[];
  readonly valid?: Validity;
  readonly key?: 'ec' | 'rsa';
  /** The values of extensions as openssl writes them, or null for none at all. */
  readonly basicConstraints?: string | null;
  readonly keyUsage?: string | null;
  readonly extendedKeyUsage?: string | null;
}

export type Validity = 'now' | 'past' | 'future';

/** The paths of a certificate and its private key, both in PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

const authorityFacts: CertificateFacts = {
  basicConstraints: 'critical,CA:TRUE',
  keyUsage: 'critical,keyCertSign,cRLSign',
  extendedKeyUsage: null,
};

/** An authority that signs certificates with openssl; each has a new key. All its files are in one directory. */
export class CertificateAuthority implements IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly #directory: string;

  private constructor(directory: string, { certificate, key }: IssuedCertificate) {
    this.#directory = directory;
    this.certificate = certificate;
    this.key = key;
  }

  static async create(directory: string, facts: CertificateFacts = {}): Promise<CertificateAuthority> {
    const issued = await issue(directory, undefined, {
      subject: '/O=libvirt-rpc/CN=Test authority',
      ...authorityFacts,
      ...facts,
    });
    return new CertificateAuthority(directory, issued);
  }

  issue(facts: CertificateFacts): Promise<IssuedCertificate> {
    return issue(this.#directory, this, facts);
  }

  /** An authority below this one. */
  async intermediate(subject: string): Promise<CertificateAuthority> {
    return new CertificateAuthority(this.#directory, await this.issue({ ...authorityFacts, subject }));
  }

  /** The path of a list of these certificates of its own as revoked. */
  async revoke(certificates: readonly IssuedCertificate[], valid: Validity = 'now'): Promise<string> {
    const directory = await workshop(this.#directory, {});
    const signer = ['-cert', this.certificate, '-keyfile', this.key];
    for (const { certificate } of certificates) await ca(directory, [...signer, '-revoke', certificate]);
    const [from, until] = period(valid);
    const list = join(directory, 'crl.pem');
    await ca(directory, [...signer, '-gencrl', '-crl_lastupdate', from, '-crl_nextupdate', until, '-out', list]);
    return list;
  }
}

async function issue(
  parent: string,
  issuer: IssuedCertificate | undefined,
  facts: CertificateFacts,
): Promise<IssuedCertificate> {
  const directory = await workshop(parent, facts);
  const [certificate, key, request] = ['cert.pem', 'key.pem', 'request.pem'].map((name) => join(directory, name));
  if (certificate === undefined || key === undefined || request === undefined) throw new TypeError('three paths');
  const kind = facts.key === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const subject = ['-subj', facts.subject ?? '/O=libvirt-rpc/CN=somebody'];
  await openssl(['req', '-new', '-newkey', ...kind, '-nodes', '-keyout', key, '-out', request, ...subject]);
  const signer =
    issuer === undefined ? ['-selfsign', '-keyfile', key] : ['-cert', issuer.certificate, '-keyfile', issuer.key];
  const [from, until] = period(facts.valid ?? 'now');
  const dates = ['-startdate', from, '-enddate', until];
  await ca(directory, [...signer, ...dates, '-notext', '-in', request, '-out', certificate]);
  return { certificate, key };
}

/** A directory with what `openssl ca` wants for one signature, so that many can be made at the same time. */
async function workshop(parent: string, facts: CertificateFacts): Promise<string> {
  const directory = await mkdtemp(join(parent, 'certificate-'));
  const {
    names = [],
    basicConstraints = 'critical,CA:FALSE',
    // libvirt 9.0.0 insists on the second of them, though keys on elliptic curves encipher none.
    keyUsage = 'critical,digitalSignature,keyEncipherment',
    extendedKeyUsage = 'serverAuth,clientAuth',
  } = facts;
  const extensions = { basicConstraints, keyUsage, extendedKeyUsage, subjectAltName: names.join(',') };
  await writeFile(join(directory, 'index.txt'), '');
  await writeFile(
    join(directory, 'ca.cnf'),
    [
      '[ca]',
      'default_ca = this',
      '[this]',
      `database = ${join(directory, 'index.txt')}`,
      `new_certs_dir = ${directory}`,
      'rand_serial = yes',
      'default_md = sha256',
      'policy = any',
      'x509_extensions = extensions',
      'unique_subject = no',
      '[any]',
      ...['countryName', 'organizationName', 'commonName'].map((name) => `${name} = optional`),
      '[extensions]',
      ...Object.entries(extensions).flatMap(([name, value]) => (value ? [`${name} = ${value}`] : [])),
      '',
    ].join('\n'),
  );
  return directory;
}

const day = 86_400_000;

/** From when until when, as openssl writes times. */
function period(valid: Validity): [string, string] {
  const middle = { past: -10, now: 0, future: 10 }[valid] * day;
  const [from, until] = [middle - day, middle + day].map((offset) =>
    new Date(Date.now() + offset).toISOString().replace(/[-:T]|\.\d*/g, ''),
  );
  if (from === undefined || until === undefined) throw new TypeError('two times');
  return [from, until];
}

function ca(directory: string, args: readonly string[]): Promise<void> {
  return openssl(['ca', '-batch', '-config', join(directory, 'ca.cnf'), ...args]);
}

async function openssl(args: readonly string[]): Promise<void> {
  const { status, stderr } = await runProgram('openssl', args);
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
}

/** The text of several files in one, as of a chain of certificates. */
export async function concatenated(...files: readonly string[]): Promise<string> {
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('');
}
