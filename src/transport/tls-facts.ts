import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { RoadSteps } from './road-step.ts';
import { type ShownCertificate, shownCertificate } from './shown-certificate.ts';
import type { TlsSettings } from './tls-settings.ts';

/** What we go by, and what we show of ourselves. */
export function settingsFacts(settings: TlsSettings): RoadSteps['certificates'] {
  const { authorities, authoritiesSource, revocations, identity, shown } = settings;
  const [own] = identity === undefined ? [] : shownCertificates(identity.certificate);
  return {
    source: authoritiesSource,
    authorities: shownCertificates(authorities),
    revocationLists: revocations.length,
    revoked: revocations.reduce((sum, { serials }) => sum + serials.size, 0),
    ...(own === undefined ? {} : { own }),
    shown,
  };
}

/** What both sides have agreed on, and what the server has shown of itself, whether it is trusted or not. */
export function handshakeFacts(socket: TLSSocket, host: string, settings: TlsSettings): RoadSteps['tls'] {
  const { raw } = socket.getPeerCertificate();
  const protocol = socket.getProtocol();
  return {
    ...(protocol === null ? {} : { protocol }),
    cipher: socket.getCipher().standardName,
    expects: settings.serverName ?? host,
    verifies: settings.verify,
    ...(raw === undefined ? {} : { server: shownCertificate(new X509Certificate(raw)) }),
  };
}

function shownCertificates(pem: string): ShownCertificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => shownCertificate(new X509Certificate(block)));
}
