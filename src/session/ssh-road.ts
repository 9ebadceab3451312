import type { Transport } from '../transport/transport.ts';
import type { OpenTransportOptions } from './open-transport.ts';
import { openSshProgram } from './ssh-program.ts';
import type { LibvirtUri } from './uri.ts';

/** The transports that go by SSH: `ssh` by the system's program, the others by an SSH of this process's own. */
export type SshTransportName = 'ssh' | 'libssh' | 'libssh2';

/** Opens a transport of the SSH family. */
export async function openSsh(
  uri: LibvirtUri,
  name: SshTransportName,
  options: OpenTransportOptions,
): Promise<Transport> {
  void name;
  return openSshProgram(uri, options);
}
