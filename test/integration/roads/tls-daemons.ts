import type { CertificateFacts, IssuedCertificate } from '../../support/certificates.ts';
import type { TestDaemon } from '../../support/test-daemon.ts';
import { lenient, TlsLab } from './tls-lab.ts';

/** Allows one version of TLS alone. */
export const only12 = 'NORMAL:-VERS-ALL:+VERS-TLS1.2';
export const only13 = 'NORMAL:-VERS-ALL:+VERS-TLS1.3';

/** Two daemons with the same certificate, and what clients show them. */
export interface TlsDaemons extends AsyncDisposable {
  readonly lab: TlsLab;
  /** Wants a certificate whose name is on its list, and that is not revoked. */
  readonly strict: TestDaemon;
  /** Takes everybody. */
  readonly open: TestDaemon;
  readonly revokedClient: IssuedCertificate;
  /** The directory of a client with a certificate, and that of one without. */
  readonly good: string;
  readonly anonymous: string;
  /** The directory of a client with another certificate, whose name is on the list unless it says another. */
  client(facts: CertificateFacts): Promise<string>;
}

export async function startTlsDaemons(): Promise<TlsDaemons> {
  const lab = await TlsLab.create();
  const revokedClient = await lab.authority.issue({ subject: '/C=NO/O=libvirt-rpc/CN=client 2' });
  const crl_file = await lab.authority.revoke([revokedClient]);
  const [strict, open, good, anonymous] = await Promise.all([
    lab.startDaemon(lab.server, { crl_file, tls_allowed_dn_list: ['C=NO,O=libvirt-rpc,CN=client *'] }),
    lab.startDaemon(lab.server, lenient),
    lab.clientWith(lab.client),
    lab.clientDirectory(),
  ]);
  return {
    lab,
    strict,
    open,
    revokedClient,
    good,
    anonymous,
    async client(facts) {
      return lab.clientWith(await lab.authority.issue({ subject: '/C=NO/O=libvirt-rpc/CN=client 3', ...facts }));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([strict.stop(), open.stop()]);
      await lab.remove();
    },
  };
}
