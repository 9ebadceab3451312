import { UsageError } from '../errors/usage-error.ts';
import { connectChildProcess } from '../transport/child-process.ts';
import type { Transport } from '../transport/transport.ts';
import type { OpenTransportOptions } from './open-transport-options.ts';
import { type LibvirtUri, uriParam } from './uri/uri.ts';

/** `+ext`: a program of the user's own, which is called without arguments, leads to the daemon. */
export async function openExt(
  uri: LibvirtUri,
  { signal, environment, onStep }: OpenTransportOptions,
): Promise<Transport> {
  const file = uriParam(uri, 'command');
  if (!file) throw new UsageError('the transport ext needs command=, the program that leads to the daemon');
  onStep?.({ step: 'connect', program: file });
  return connectChildProcess(
    { file, args: [], environment: environment.variables, description: `ext:${file}`, secure: false },
    { signal },
  );
}
