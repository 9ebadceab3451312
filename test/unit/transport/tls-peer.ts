import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server as PlainServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { connectTls } from '../../../src/transport/tls.ts';
import type { TlsIdentity, TlsSettings } from '../../../src/transport/tls-settings.ts';
import type { ConnectOptions, Transport } from '../../../src/transport/transport.ts';
import { CertificateAuthority, type IssuedCertificate } from '../../support/certificates.ts';

/** What a daemon says when it accepts a client. */
export const verdict: Uint8Array = new Uint8Array([1]);

/** Servers, one after the other, with a certificate of an authority, and what clients need to connect to them. */
export class TlsPeer {
  readonly directory: string;
  readonly authority: CertificateAuthority;
  readonly certificate: IssuedCertificate;
  /** The server's ends of all connections, below TLS. */
  readonly sockets: Socket[] = [];
  #server: Server | PlainServer | undefined;

  private constructor(directory: string, authority: CertificateAuthority, certificate: IssuedCertificate) {
    this.directory = directory;
    this.authority = authority;
    this.certificate = certificate;
  }

  static async create(): Promise<TlsPeer> {
    const directory = mkdtempSync(join(tmpdir(), 'libvirt-rpc-tls-'));
    const authority = await CertificateAuthority.create(directory);
    return new TlsPeer(directory, authority, await authority.issue({ subject: '/CN=server', names: ['IP:127.0.0.1'] }));
  }

  listen(server: Server | PlainServer): Promise<void> {
    this.#server = server;
    server.on('connection', (socket: Socket) => this.sockets.push(socket));
    return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  /** Starts a server that does what it is told with each connection, once hands are shaken. */
  serve(onConnection: (socket: TLSSocket) => void, options: TlsOptions = {}): Promise<void> {
    const { certificate, key } = this.certificate;
    const own = { cert: readFileSync(certificate), key: readFileSync(key), allowHalfOpen: true, ...options };
    const server = createServer(own, (socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    });
    return this.listen(server);
  }

  get port(): number {
    const address = this.#server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server does not listen on a port');
    return address.port;
  }

  settings(own: Partial<TlsSettings> = {}): TlsSettings {
    return {
      authorities: readFileSync(this.authority.certificate, 'utf8'),
      authoritiesSource: 'cacert.pem',
      revocations: [],
      identity: undefined,
      shown: 'no certificate (as this test has none)',
      serverName: undefined,
      verify: true,
      limits: {},
      ...own,
    };
  }

  connect(options?: ConnectOptions, own?: Partial<TlsSettings>): Promise<Transport> {
    return connectTls('127.0.0.1', this.port, this.settings(own), options);
  }

  /** Stops the server. */
  async close(): Promise<void> {
    for (const socket of this.sockets.splice(0)) socket.destroy();
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

export function identityOf({ certificate, key }: IssuedCertificate): TlsIdentity {
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8'), passphrase: undefined };
}
