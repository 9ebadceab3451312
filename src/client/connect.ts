import { type OpenOptions, openSessionWithUri } from '../session/open-session.ts';
import { Connection } from './connection.ts';

/**
 * Connects to the hypervisor that the URI names. Without one, LIBVIRT_DEFAULT_URI is taken, and without that the
 * daemon that runs on this machine.
 *
 * @example
 * await using connection = await connect('qemu:///system', { signal: AbortSignal.timeout(10_000) });
 *
 * @throws UsageError, TransportError, AuthenticationError, LibvirtError, TimeoutError or AbortError, by the step that
 * failed; nothing stays open then.
 * @see virConnectOpen, virConnectOpenReadOnly, since libvirt 0.0.3
 */
export async function connect(uri?: string, options: OpenOptions = {}): Promise<Connection> {
  const opened = await openSessionWithUri(uri, options);
  return new Connection(opened.session, opened.uri);
}
