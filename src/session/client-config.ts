import { access, readFile } from 'node:fs/promises';
import { decodeText } from '@xdr-ts/runtime';
import { AbortError } from '../errors/abort-error.ts';
import { ConfigFileError } from '../errors/config-file-error.ts';
import { errorReason } from '../transport/error-reason.ts';
import { ConfFile } from './conf-file.ts';
import type { Environment } from './environment.ts';
import { clientConfigDirectory, joinPath } from './platform.ts';

/**
 * What libvirt.conf says about connections: the user's or, for root, the machine's. Reading a setting that is not of
 * its type throws a ConfigFileError that says where it stands.
 */
export interface ClientConfig {
  /** The file that was read; `undefined` where there is none. */
  readonly file: string | undefined;
  /** The URI of connections that name none. */
  readonly uriDefault: string | undefined;
  /** `auto`, `direct` or `legacy`: stands in for `mode=` of URIs. */
  readonly remoteMode: string | undefined;
  /** `auto`, `netcat` or `native`: stands in for `proxy=` of URIs. */
  readonly remoteProxy: string | undefined;
  /** Stands in for `tls_priority=` of URIs. */
  readonly tlsPriority: string | undefined;
  /** The URI that a short name stands for; `undefined` where it stands for none. */
  findAlias(name: string): string | undefined;
}

/** That of users who have written none. */
export const emptyClientConfig: ClientConfig = readConfig(undefined);

/** Files beyond this size are none that somebody wrote; it is libvirt's own limit. */
const largestFile = 10 * 1024 * 1024;

/**
 * Reads the client's configuration: `libvirt.conf`, or `libvirt-admin.conf` for admin connections. A file that is not
 * there says nothing. Rejects with a ConfigFileError, or with an AbortError.
 */
export async function loadClientConfig(
  name: 'libvirt.conf' | 'libvirt-admin.conf',
  { environment, signal }: { readonly environment: Environment; readonly signal: AbortSignal },
): Promise<ClientConfig> {
  const file = joinPath(environment, clientConfigDirectory(environment), name);
  if (!(await isThere(file))) return emptyClientConfig;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file, { signal });
  } catch (cause) {
    if (signal.aborted) throw new AbortError(`reading ${file}`, signal);
    throw new ConfigFileError(`it cannot be read: ${errorReason(cause)}`, { file }, { cause });
  }
  if (bytes.length > largestFile) {
    throw new ConfigFileError(`it is larger than ${largestFile} bytes`, { file });
  }
  return readConfig(new ConfFile(decodeText(bytes, 0, bytes.length), file));
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function readConfig(conf: ConfFile | undefined): ClientConfig {
  return {
    file: conf?.file,
    get uriDefault() {
      return conf?.string('uri_default');
    },
    get remoteMode() {
      return conf?.string('remote_mode');
    },
    get remoteProxy() {
      return conf?.string('remote_proxy');
    },
    get tlsPriority() {
      return conf?.string('tls_priority');
    },
    findAlias: (name) => conf && findAlias(conf, name),
  };
}

/** As in C, entries behind the one that is found are not looked at. */
function findAlias(conf: ConfFile, name: string): string | undefined {
  for (const entry of conf.strings('uri_aliases')) {
    const equals = entry.text.indexOf('=');
    if (equals < 0) throw conf.error(`uri_aliases has ${JSON.stringify(entry.text)}, which is not alias=uri`, entry);
    const alias = entry.text.slice(0, equals);
    if (!/^[A-Za-z0-9_-]*$/.test(alias)) {
      throw conf.error(
        `uri_aliases has the alias ${JSON.stringify(alias)}: it is made of a-z, A-Z, 0-9, _ and -`,
        entry,
      );
    }
    if (alias === name) return entry.text.slice(equals + 1);
  }
  return undefined;
}
