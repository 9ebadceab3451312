import { TransportError } from '../../errors/transport-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { errorCode } from '../../transport/error-reason.ts';
import type { Transport } from '../../transport/transport.ts';
import type { OpenTransportOptions } from '../open-transport-options.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import { openSshProgram } from './ssh-program.ts';

/** The transports that go by SSH: `ssh` by the system's program, the others by an SSH client of this process's own. */
export type SshTransportName = 'ssh' | 'libssh' | 'libssh2';

/** Opens a transport of the SSH family. */
export async function openSsh(
  uri: LibvirtUri,
  name: SshTransportName,
  options: OpenTransportOptions,
): Promise<Transport> {
  const client = name === 'ssh' ? options.caller.ssh?.client : 'built-in';
  const command = uriParam(uri, 'command');
  if (client === 'built-in') {
    if (command !== undefined)
      throw new UsageError('command= names a program, and the built-in client of SSH runs none');
    return openBuiltIn(uri, name, options);
  }
  try {
    return await openSshProgram(uri, options);
  } catch (error) {
    const isAbsent = error instanceof TransportError && errorCode(error.cause) === 'ENOENT';
    if (!isAbsent || client === 'program' || command !== undefined) throw error;
    return openBuiltIn(uri, name, options);
  }
}

/** Loaded when it is needed, as its libraries are large. */
async function openBuiltIn(uri: LibvirtUri, name: SshTransportName, options: OpenTransportOptions): Promise<Transport> {
  const { openBuiltInSsh } = await import('./ssh-built-in.ts');
  return openBuiltInSsh(uri, name, options);
}
