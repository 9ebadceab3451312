import { readFile } from 'node:fs/promises';
import { decodeText } from '@xdr-ts/runtime';
import { AbortError } from '../../errors/abort-error.ts';
import { ConfigFileError } from '../../errors/config-file-error.ts';
import { errorReason } from '../../transport/error-reason.ts';
import type { ClientConfig } from './client-config.ts';
import { ConfFile } from './conf-file.ts';

/** Files beyond this size are none that somebody wrote; it is libvirt's own limit. */
const largestFile = 10 * 1024 * 1024;

/** Reads the client's configuration from a file that is there. */
export async function readClientConfig(file: string, signal: AbortSignal): Promise<ClientConfig> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file, { signal });
  } catch (cause) {
    if (signal.aborted) throw new AbortError(`reading ${file}`, signal);
    throw new ConfigFileError(`it cannot be read: ${errorReason(cause)}`, { file }, { cause });
  }
  if (bytes.length > largestFile) throw new ConfigFileError(`it is larger than ${largestFile} bytes`, { file });
  const conf = new ConfFile(decodeText(bytes, 0, bytes.length), file);
  return {
    file,
    get uriDefault() {
      return conf.string('uri_default');
    },
    get remoteMode() {
      return conf.string('remote_mode');
    },
    get remoteProxy() {
      return conf.string('remote_proxy');
    },
    get tlsPriority() {
      return conf.string('tls_priority');
    },
    findAlias: (name) => findAlias(conf, name),
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
