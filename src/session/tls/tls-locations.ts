import type { Environment } from '../environment.ts';
import { joinPath, systemConfigRoot } from '../platform.ts';

/** The paths of libvirt's files for TLS clients that are to be used. */
export interface TlsLocations {
  /** The authorities' certificates. */
  readonly ca: string;
  /** The certificates that they have revoked; `undefined` where there is no such file. */
  readonly crl: string | undefined;
  /** Our certificate and its private key; `undefined` unless there are both. */
  readonly identity: { readonly cert: string; readonly key: string } | undefined;
  /** Which of the two is missing, or that both are. */
  readonly identityMissing: string;
}

interface Directories {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/**
 * Looks for the files in one directory, or where libvirt has them: root's are the machine's; a user's own come before
 * the machine's, file by file, but a certificate goes with its key alone.
 */
export function tlsLocations(pkiPath: string | undefined, environment: Environment): TlsLocations {
  const places = (pkiPath === undefined ? ownPlaces(environment) : [onePlace(pkiPath)]).map((directories) => ({
    ca: joinPath(environment, directories.ca, 'cacert.pem'),
    crl: joinPath(environment, directories.ca, 'cacrl.pem'),
    cert: joinPath(environment, directories.cert, 'clientcert.pem'),
    key: joinPath(environment, directories.key, 'clientkey.pem'),
  }));
  const { exists } = environment;
  const last = places.at(-1);
  if (last === undefined) throw new TypeError('there is always a place');
  return {
    ca: (places.find(({ ca }) => exists(ca)) ?? last).ca,
    crl: places.find(({ crl }) => exists(crl))?.crl,
    identity: places.find(({ cert, key }) => exists(cert) && exists(key)),
    identityMissing: missingPart(
      places.map(({ cert, key }) => ({ cert, key })),
      exists,
    ),
  };
}

function ownPlaces(environment: Environment): Directories[] {
  const root = joinPath(environment, systemConfigRoot(environment), 'pki');
  const system = {
    ca: joinPath(environment, root, 'CA'),
    cert: joinPath(environment, root, 'libvirt'),
    key: joinPath(environment, root, 'libvirt', 'private'),
  };
  if (environment.uid === 0) return [system];
  return [onePlace(joinPath(environment, environment.home, '.pki', 'libvirt')), system];
}

function onePlace(directory: string): Directories {
  return { ca: directory, cert: directory, key: directory };
}

function missingPart(
  pairs: readonly { readonly cert: string; readonly key: string }[],
  exists: (path: string) => boolean,
): string {
  for (const { cert, key } of pairs) {
    if (exists(cert)) return `${cert} is there, but not its key ${key}`;
    if (exists(key)) return `${key} is there, but not its certificate ${cert}`;
  }
  return `there is no ${pairs.map(({ cert }) => cert).join(' and no ')}`;
}
