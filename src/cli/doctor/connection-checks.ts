import type { AdminConnection } from '../../client/admin-connection.ts';
import { connectAdmin } from '../../client/connect-admin.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { LibvirtRpcError } from '../../errors/libvirt-rpc-error.ts';
import {
  connectGetHostname,
  connectGetLibVersion,
  connectGetType,
  connectGetVersion,
} from '../../generated/remote-procedures.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { orAborted } from '../../session/authentication/or-aborted.ts';
import { releaseOf } from '../../session/daemon-release.ts';
import { keepaliveFeature } from '../../session/keepalive-feature.ts';
import { defaultKeepAlive } from '../../session/open-options.ts';
import type { Session } from '../../session/session.ts';
import { features } from './features.ts';
import type { ConnectionSteps, DoctorServerLimits } from './report.ts';

/** Nobody can be asked about a step, for the reason that the message tells. */
export class NobodyToAsk extends Error {
  override readonly name: string = 'NobodyToAsk';
}

/** What a check may use. */
export interface CheckContext {
  readonly session: Session;
  /** The limits of each call. */
  readonly limits: CallOptions & { readonly signal: AbortSignal };
}

type ConnectionChecks = {
  readonly [Name in Exclude<keyof ConnectionSteps, 'close'>]: (context: CheckContext) => Promise<ConnectionSteps[Name]>;
};

/** What is asked of an open connection, in the order in which it is asked. */
export const connectionChecks: ConnectionChecks = {
  async call({ session, limits }) {
    const { name: procedure } = connectGetHostname;
    try {
      const { hostname } = await session.call(connectGetHostname, undefined, limits);
      return { procedure, hostname };
    } catch (error) {
      // Drivers that are no hypervisors need not know; they have answered all the same.
      if (error instanceof LibvirtError) return { procedure };
      throw error;
    }
  },

  async daemon({ session, limits }) {
    const { lib_ver } = await session.call(connectGetLibVersion, undefined, limits);
    return { release: releaseOf(lib_ver) };
  },

  async hypervisor({ session, limits }) {
    try {
      const { type } = await session.call(connectGetType, undefined, limits);
      const { hv_ver } = await session.call(connectGetVersion, undefined, limits);
      return { type, release: releaseOf(hv_ver) };
    } catch (error) {
      if (error instanceof LibvirtError) throw new NobodyToAsk(`the driver does not tell: ${error.message}`);
      throw error;
    }
  },

  async features({ session, limits }) {
    const answers = await Promise.all(
      features.map(async (feature) => ({ feature, isThere: await session.supportsFeature(feature.number, limits) })),
    );
    const which = (wanted: boolean) => answers.flatMap(({ feature, isThere }) => (isThere === wanted ? [feature] : []));
    return { present: which(true), absent: which(false) };
  },

  async keepalive({ session, limits }) {
    const { interval, count } = defaultKeepAlive;
    if (!(await session.supportsFeature(keepaliveFeature, limits)))
      throw new NobodyToAsk('the daemon does not know it');
    const startedAt = performance.now();
    await orAborted(session.ping(), 'waiting for the answer to a ping', limits.signal);
    return { roundTrip: performance.now() - startedAt, gone: interval * (count + 1) };
  },

  async limits({ session, limits }) {
    const [, path] = /^unix:(.*)-sock(?:-ro)?$/.exec(session.peer) ?? [];
    if (path === undefined) throw new NobodyToAsk("unknown: only the admin socket, on the daemon's own machine, tells");
    const socket = `${path}-admin-sock`;
    try {
      const admin = await connectAdmin(`libvirtd:///system?socket=${encodeURIComponent(socket)}`, limits);
      try {
        return { socket, servers: await serverLimits(admin, limits) };
      } finally {
        await admin.close();
      }
    } catch (error) {
      if (!(error instanceof LibvirtRpcError)) throw error;
      throw new NobodyToAsk(`unknown: ${error.message}`);
    }
  },
};

async function serverLimits(admin: AdminConnection, limits: CallOptions): Promise<DoctorServerLimits[]> {
  const servers: DoctorServerLimits[] = [];
  for (const server of await admin.listServers(limits)) {
    const clients = await server.getClientLimits(limits);
    const threads = await server.getThreadPoolParameters(limits);
    servers.push({
      name: server.name,
      clients: clients.nclients ?? 0,
      maxClients: clients.nclients_max ?? 0,
      unauthenticated: clients.nclients_unauth ?? 0,
      maxUnauthenticated: clients.nclients_unauth_max ?? 0,
      workers: threads.nWorkers ?? 0,
      maxWorkers: threads.maxWorkers ?? 0,
    });
  }
  return servers;
}
