import type { ShownCertificate } from '../../transport/shown-certificate.ts';
import { lackWarnings } from './features.ts';
import type { DoctorStepName, DoctorSteps } from './report.ts';

/** How long before the end of a certificate's time to say so, in days. */
const expiryNotice = 30;
const day = 86_400_000;
/** How full a server may be before that is worth a word. */
const nearlyFull = 0.9;

/** What is not as it should be though it has not failed, by steps. */
export function warningsOf(
  { uri, certificates, tls, ssh, sasl, features, limits }: DoctorSteps,
  now: number,
): Partial<Record<DoctorStepName, string[]>> {
  const { authorities = [], own } = certificates;
  return {
    connect: uri.transport === 'tcp' && !sasl.layer ? ['others on the network can read and change what passes'] : [],
    certificates: [
      ...expiry(own === undefined ? [] : [own], 'our certificate', now),
      ...expiry(authorities, 'the authority', now),
    ],
    tls: [
      ...expiry(tls.server === undefined ? [] : [tls.server], "the server's certificate", now),
      ...(tls.verifies === false ? ['no_verify lets anybody answer in the place of the daemon'] : []),
    ],
    ssh: (ssh.hosts ?? []).flatMap(({ host, place }) =>
      place === undefined ? [`the key of ${host} was not known: it is taken for what it says it is`] : [],
    ),
    features: (features.absent ?? []).flatMap(({ number }) => lackWarnings[number] ?? []),
    limits: (limits.servers ?? []).flatMap(({ name, clients, maxClients }) =>
      maxClients > 0 && clients >= maxClients * nearlyFull
        ? [`${name} has ${clients} of at most ${maxClients} clients, and lets no more in then`]
        : [],
    ),
  };
}

function expiry(certificates: readonly ShownCertificate[], whose: string, now: number): string[] {
  return certificates.flatMap(({ subject, validTo }) => {
    const days = Math.floor((Date.parse(validTo) - now) / day);
    if (days >= expiryNotice) return [];
    const when =
      days < 0 ? `expired on ${validTo}` : `expires on ${validTo}, in ${days === 1 ? '1 day' : `${days} days`}`;
    return [`${whose} (${subject}) ${when}`];
  });
}
