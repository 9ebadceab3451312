import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority, type IssuedCertificate } from '../../support/certificates.ts';
import type { DaemonConfig } from '../../support/daemon-config.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';

/** What a client has in its directory; the authority alone by default. */
export interface ClientFiles {
  readonly ca?: IssuedCertificate | string;
  readonly crl?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The names under which every daemon here is reached. */
export const serverNames = ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1'];

/** Two authorities, certificates of theirs, and directories of files as libvirt's clients have them. */
export class TlsLab {
  readonly directory: string;
  readonly authority: CertificateAuthority;
  /** Another one, which the daemons do not know. */
  readonly stranger: CertificateAuthority;
  readonly server: IssuedCertificate;
  readonly client: IssuedCertificate;

  private constructor(
    directory: string,
    [authority, stranger]: readonly [CertificateAuthority, CertificateAuthority],
    [server, client]: readonly [IssuedCertificate, IssuedCertificate],
  ) {
    this.directory = directory;
    this.authority = authority;
    this.stranger = stranger;
    this.server = server;
    this.client = client;
  }

  static async create(): Promise<TlsLab> {
    const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-tls-'));
    const authorities = await Promise.all([
      CertificateAuthority.create(directory),
      CertificateAuthority.create(directory, { subject: '/O=libvirt-rpc/CN=Strange authority' }),
    ]);
    const [authority] = authorities;
    const leaves = await Promise.all([
      authority.issue({ subject: '/O=libvirt-rpc/CN=server', names: serverNames }),
      authority.issue({ subject: '/C=NO/O=libvirt-rpc/CN=client 1' }),
    ]);
    return new TlsLab(directory, authorities, leaves);
  }

  /** A directory for `pkipath=`. */
  async clientDirectory({ ca = this.authority, crl, cert, key }: ClientFiles = {}): Promise<string> {
    const directory = await mkdtemp(join(this.directory, 'client-'));
    const files = {
      'cacert.pem': typeof ca === 'string' ? ca : ca.certificate,
      'cacrl.pem': crl,
      'clientcert.pem': cert,
      'clientkey.pem': key,
    };
    for (const [name, file] of Object.entries(files)) {
      if (file !== undefined) await copyFile(file, join(directory, name));
    }
    return directory;
  }

  /** A directory with a certificate, its key and the authority's certificate. */
  clientWith({ certificate, key }: IssuedCertificate, files: ClientFiles = {}): Promise<string> {
    return this.clientDirectory({ cert: certificate, key, ...files });
  }

  /** The path of a new file. */
  async file(text: string): Promise<string> {
    const path = join(await mkdtemp(join(this.directory, 'file-')), 'file.pem');
    await writeFile(path, text);
    return path;
  }

  /** Starts a daemon that has this certificate, and wants one of its authority's from clients. */
  startDaemon(server: IssuedCertificate = this.server, config: DaemonConfig = {}): Promise<TestDaemon> {
    return startTestDaemon({
      config: {
        listen_tls: 1,
        auth_tls: 'none',
        ca_file: this.authority.certificate,
        cert_file: server.certificate,
        key_file: server.key,
        ...config,
      },
    });
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}

/** Lets in clients without a certificate, too, and starts whatever its own is. */
export const lenient: DaemonConfig = { tls_no_verify_certificate: 1, tls_no_sanity_certificate: 1 };

/** The URI of a daemon by TLS, with parameters. */
export function tlsUri(daemon: TestDaemon, params: Readonly<Record<string, string>>, host = '127.0.0.1'): string {
  const query = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `test+tls://${host}:${daemon.tlsPort}/default?${query.join('&')}`;
}
