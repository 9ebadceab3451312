import { type OpenAdminOptions, openAdminSessionWithUri } from '../session/open-admin-session.ts';
import { AdminConnection } from './admin-connection.ts';

/**
 * Connects to the part of a daemon that manages the daemon itself, over its admin socket. The daemon lets in only who
 * runs as the same user. Without a URI, LIBVIRT_ADMIN_DEFAULT_URI is taken, without that the `uri_default` of
 * libvirt-admin.conf, and without that this machine's libvirtd or, unless we are root, this user's.
 *
 * @example
 * await using admin = await connectAdmin('libvirtd:///system');
 * const server = await admin.lookupServer('libvirtd');
 * for (const client of await server.listClients()) console.log(client.id, await client.getInfo());
 *
 * @throws UsageError, TransportError, LibvirtError, ConnectionError, TimeoutError or AbortError, by the step that
 * failed; nothing stays open then.
 * @see virAdmConnectOpen, since libvirt 2.0.0
 */
export async function connectAdmin(uri?: string, options: OpenAdminOptions = {}): Promise<AdminConnection> {
  const opened = await openAdminSessionWithUri(uri, options);
  return new AdminConnection(opened.session, opened.uri);
}
