import type { OpenOptions } from '../session/open-options.ts';
import { openSessionWithUri } from '../session/open-session.ts';
import { Connection } from './connection.ts';

/**
 * Connects to the hypervisor that the URI, or an alias of libvirt.conf, names. Without one, LIBVIRT_DEFAULT_URI is
 * taken, without that the `uri_default` of libvirt.conf, and without that the daemon that runs on this machine or, of
 * this user, can be started.
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
