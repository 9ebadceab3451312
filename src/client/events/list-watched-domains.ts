import { LibvirtError } from '../../errors/libvirt-error.ts';
import { NotSupportedError } from '../../errors/not-supported-error.ts';
import { ConnectListAllDomainsFlags, DomainState, DomainStatsTypes } from '../../generated/api-enums.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Connection } from '../connection.ts';
import type { Domain } from '../domain.ts';
import type { WatchedDomain } from './watch-domains-types.ts';

interface DomainWithState {
  readonly domain: Domain;
  readonly state: DomainState;
}

/**
 * Lists all domains with their states. What changes between its calls is told by events that come meanwhile: whoever
 * takes these behind the list misses nothing.
 */
export async function listWatchedDomains(connection: Connection, options: CallOptions): Promise<WatchedDomain[]> {
  const all = await listWithStates(connection, options);
  const persistent = await connection.listAllDomains({ flags: ConnectListAllDomainsFlags.PERSISTENT, ...options });
  const persistentUuids = new Set(persistent.map(({ uuid }) => uuid));
  return all.map(({ domain, state }) => {
    const { uuid, name, id } = domain;
    return { domain, uuid, name, id, state, isPersistent: persistentUuids.has(uuid) };
  });
}

/** By one call, or by one for each domain where the driver has no statistics. */
async function listWithStates(connection: Connection, options: CallOptions): Promise<DomainWithState[]> {
  let records: Awaited<ReturnType<Connection['getAllDomainStats']>>;
  try {
    records = await connection.getAllDomainStats({ stats: DomainStatsTypes.STATE, ...options });
  } catch (error) {
    if (!(error instanceof NotSupportedError)) throw error;
    return askEach(await connection.listAllDomains(options), options);
  }
  return records.map(({ domain, params }) => ({ domain, state: params['state.state'] ?? DomainState.NOSTATE }));
}

async function askEach(domains: readonly Domain[], options: CallOptions): Promise<DomainWithState[]> {
  const asked = await Promise.all(
    domains.map(async (domain) => {
      try {
        return { domain, state: (await domain.getState(options)).state };
      } catch (error) {
        if (error instanceof LibvirtError && error.code === 'VIR_ERR_NO_DOMAIN') return undefined;
        throw error;
      }
    }),
  );
  return asked.filter((each) => each !== undefined);
}
