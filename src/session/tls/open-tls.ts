import { UsageError } from '../../errors/usage-error.ts';
import { connectTls } from '../../transport/tls.ts';
import { settingsFacts } from '../../transport/tls-facts.ts';
import type { Transport } from '../../transport/transport.ts';
import { orAborted } from '../authentication/or-aborted.ts';
import type { OpenTransportOptions } from '../open-transport-options.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import { uriSwitch } from '../uri/uri-params.ts';
import { loadTlsSettings } from './load-tls-settings.ts';
import type { TlsOptions } from './tls-options.ts';

const defaultPort = 16514;

/** Opens the way to a daemon by TLS. What the caller's options say goes before the URI, and that before libvirt.conf. */
export async function openTls(
  uri: LibvirtUri,
  { signal, environment, config, caller, onStep }: OpenTransportOptions,
): Promise<Transport> {
  const options: TlsOptions = {
    ...caller.tls,
    pkiPath: caller.tls?.pkiPath ?? pathParam(uri, 'pkipath'),
    priority: caller.tls?.priority ?? uriParam(uri, 'tls_priority') ?? config.tlsPriority,
    noVerify: caller.tls?.noVerify ?? uriSwitch(uri, 'no_verify'),
    noSanity: caller.tls?.noSanity ?? uriSwitch(uri, 'no_sanity'),
  };
  onStep?.({ step: 'certificates' });
  // A path may be that of a pipe, or on a file server that has gone.
  const settings = await orAborted(loadTlsSettings(options, environment), 'reading certificates', signal);
  onStep?.({ step: 'certificates', ...settingsFacts(settings) });
  return connectTls(uri.host || 'localhost', uri.port ?? defaultPort, settings, { signal, onStep });
}

function pathParam(uri: LibvirtUri, name: string): string | undefined {
  const path = uriParam(uri, name);
  if (path === '') throw new UsageError(`${name}= is empty: it takes the path of a directory`);
  return path;
}
