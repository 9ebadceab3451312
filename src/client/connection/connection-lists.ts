import {
  ConnectListAllDomainsFlags,
  ConnectListAllInterfacesFlags,
  ConnectListAllNetworksFlags,
  type ConnectListAllNodeDeviceFlags,
  type ConnectListAllSecretsFlags,
  ConnectListAllStoragePoolsFlags,
  DomainState,
} from '../../generated/api-enums.ts';
import {
  connectListAllInterfaces,
  connectListAllNetworks,
  connectListAllNodeDevices,
  connectListAllNWFilters,
  connectListAllSecrets,
  connectListAllStoragePools,
} from '../../generated/remote-procedures.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Domain } from '../domain.ts';
import { type DomainStatsOptions, type DomainStatsRecord, getAllDomainStats } from '../domain-stats.ts';
import { type FlagOptions, flagBits } from '../flag-options.ts';
import { Interface } from '../interface.ts';
import { type Filter, listAll } from '../list-all.ts';
import { Network } from '../network.ts';
import { NodeDevice } from '../node-device.ts';
import { NWFilter } from '../nw-filter.ts';
import { Secret } from '../secret.ts';
import { StoragePool } from '../storage-pool.ts';
import { ConnectionHost } from './connection-host.ts';
import { domainList } from './domain-list.ts';

/**
 * The methods of a connection that list objects. A daemon that is too old for a call, or a driver without it, is asked
 * for names, and then for each object, unless the flags ask for what cannot be told so.
 */
export abstract class ConnectionLists extends ConnectionHost {
  /**
   * Lists domains: all of them, or those that the flags ask for.
   *
   * @example
   * const running = await connection.listAllDomains({ flags: ConnectListAllDomainsFlags.ACTIVE });
   *
   * @see virConnectListAllDomains, since libvirt 0.9.13
   */
  async listAllDomains(options: CallOptions & FlagOptions<ConnectListAllDomainsFlags> = {}): Promise<Domain[]> {
    const flags = flagBits(options);
    const { connection, session } = this;
    const { ACTIVE, INACTIVE, RUNNING, PAUSED, SHUTOFF, OTHER } = ConnectListAllDomainsFlags;
    const stateFlags = new Map<number, number>([
      [DomainState.RUNNING, RUNNING],
      [DomainState.PAUSED, PAUSED],
      [DomainState.SHUTOFF, SHUTOFF],
    ]);
    return await listAll(options, flags, {
      all: (each) => session.call(domainList(connection), { need_results: 1, flags }, each),
      lists: [
        { flag: ACTIVE, list: async (each) => (await this.listDomains(each)).map(String) },
        { flag: INACTIVE, list: (each) => this.listDefinedDomains(each) },
      ],
      // Names of the first list are ids.
      find: (name, each, flag) =>
        flag === ACTIVE ? this.lookupDomainById(Number(name), each) : this.lookupDomainByName(name, each),
      gone: 'VIR_ERR_NO_DOMAIN',
      filters: [
        ...lifeFilters<Domain>(ConnectListAllDomainsFlags),
        {
          flags: [RUNNING, PAUSED, SHUTOFF, OTHER],
          flagOf: async (domain, each) => stateFlags.get((await domain.getInfo(each)).state) ?? OTHER,
        },
      ],
    });
  }

  /**
   * Tells the statistics of many domains with one call.
   *
   * @example
   * const flags = ConnectGetAllDomainStatsFlags.NOWAIT;
   * for (const { domain, stats } of await connection.getAllDomainStats({ stats: DomainStatsTypes.BALLOON, flags })) {
   *   console.log(domain.name, stats.balloon?.current);
   * }
   *
   * @see virConnectGetAllDomainStats, virDomainListGetStats, since libvirt 1.2.8
   */
  getAllDomainStats(options: DomainStatsOptions = {}): Promise<DomainStatsRecord[]> {
    return getAllDomainStats(this.connection, options);
  }

  /**
   * Lists networks: all of them, or those that the flags ask for.
   * @see virConnectListAllNetworks, since libvirt 0.10.2
   */
  async listAllNetworks(options: CallOptions & FlagOptions<ConnectListAllNetworksFlags> = {}): Promise<Network[]> {
    const flags = flagBits(options);
    const { connection, session } = this;
    return await listAll(options, flags, {
      all: async (each) => {
        const { nets } = await session.call(connectListAllNetworks, { need_results: 1, flags }, each);
        return nets.map((net) => new Network(connection, net));
      },
      lists: [
        { flag: ConnectListAllNetworksFlags.ACTIVE, list: (each) => this.listNetworks(each) },
        { flag: ConnectListAllNetworksFlags.INACTIVE, list: (each) => this.listDefinedNetworks(each) },
      ],
      find: (name, each) => this.lookupNetworkByName(name, each),
      gone: 'VIR_ERR_NO_NETWORK',
      filters: lifeFilters(ConnectListAllNetworksFlags),
    });
  }

  /**
   * Lists storage pools: all of them, or those that the flags ask for.
   * @see virConnectListAllStoragePools, since libvirt 0.10.2
   */
  async listAllStoragePools(
    options: CallOptions & FlagOptions<ConnectListAllStoragePoolsFlags> = {},
  ): Promise<StoragePool[]> {
    const flags = flagBits(options);
    const { connection, session } = this;
    return await listAll(options, flags, {
      all: async (each) => {
        const { pools } = await session.call(connectListAllStoragePools, { need_results: 1, flags }, each);
        return pools.map((pool) => new StoragePool(connection, pool));
      },
      lists: [
        { flag: ConnectListAllStoragePoolsFlags.ACTIVE, list: (each) => this.listStoragePools(each) },
        { flag: ConnectListAllStoragePoolsFlags.INACTIVE, list: (each) => this.listDefinedStoragePools(each) },
      ],
      find: (name, each) => this.lookupStoragePoolByName(name, each),
      gone: 'VIR_ERR_NO_STORAGE_POOL',
      filters: lifeFilters(ConnectListAllStoragePoolsFlags),
    });
  }

  /**
   * Lists devices of the host: all that are active or defined, or those that the flags ask for.
   * @see virConnectListAllNodeDevices, since libvirt 0.10.2
   */
  async listAllNodeDevices(
    options: CallOptions & FlagOptions<ConnectListAllNodeDeviceFlags> = {},
  ): Promise<NodeDevice[]> {
    const flags = flagBits(options);
    const { connection, session } = this;
    return await listAll(options, flags, {
      all: async (each) => {
        const { devices } = await session.call(connectListAllNodeDevices, { need_results: 1, flags }, each);
        return devices.map((device) => new NodeDevice(connection, device));
      },
      lists: [{ flag: 0, list: (each) => this.listDevices(each) }],
      find: (name, each) => this.lookupDeviceByName(name, each),
      gone: 'VIR_ERR_NO_NODE_DEVICE',
    });
  }

  /**
   * Lists network interfaces of the host: all of them, or those that the flags ask for.
   * @see virConnectListAllInterfaces, since libvirt 0.10.2
   */
  async listAllInterfaces(
    options: CallOptions & FlagOptions<ConnectListAllInterfacesFlags> = {},
  ): Promise<Interface[]> {
    const flags = flagBits(options);
    const { connection, session } = this;
    return await listAll(options, flags, {
      all: async (each) => {
        const { ifaces } = await session.call(connectListAllInterfaces, { need_results: 1, flags }, each);
        return ifaces.map((iface) => new Interface(connection, iface));
      },
      lists: [
        { flag: ConnectListAllInterfacesFlags.ACTIVE, list: (each) => this.listInterfaces(each) },
        { flag: ConnectListAllInterfacesFlags.INACTIVE, list: (each) => this.listDefinedInterfaces(each) },
      ],
      find: (name, each) => this.lookupInterfaceByName(name, each),
      gone: 'VIR_ERR_NO_INTERFACE',
    });
  }

  /**
   * Lists secrets: all of them, or those that the flags ask for.
   * @see virConnectListAllSecrets, since libvirt 0.10.2
   */
  async listAllSecrets(options: CallOptions & FlagOptions<ConnectListAllSecretsFlags> = {}): Promise<Secret[]> {
    const flags = flagBits(options);
    const { connection, session } = this;
    return await listAll(options, flags, {
      all: async (each) => {
        const { secrets } = await session.call(connectListAllSecrets, { need_results: 1, flags }, each);
        return secrets.map((secret) => new Secret(connection, secret));
      },
      lists: [{ flag: 0, list: (each) => this.listSecrets(each) }],
      find: (uuid, each) => this.lookupSecretByUUID(uuid, each),
      gone: 'VIR_ERR_NO_SECRET',
    });
  }

  /**
   * Lists the network filters.
   * @see virConnectListAllNWFilters, since libvirt 0.10.2
   */
  async listAllNWFilters(options: CallOptions = {}): Promise<NWFilter[]> {
    const { connection, session } = this;
    return await listAll(options, 0, {
      all: async (each) => {
        const { filters } = await session.call(connectListAllNWFilters, { need_results: 1, flags: 0 }, each);
        return filters.map((filter) => new NWFilter(connection, filter));
      },
      lists: [{ flag: 0, list: (each) => this.listNWFilters(each) }],
      find: (name, each) => this.lookupNWFilterByName(name, each),
      gone: 'VIR_ERR_NO_NWFILTER',
    });
  }
}

/** The filters that domains, networks and storage pools have in common. */
function lifeFilters<Handle extends Pick<Network, 'isPersistent' | 'getAutostart'>>(flags: {
  readonly PERSISTENT: number;
  readonly TRANSIENT: number;
  readonly AUTOSTART: number;
  readonly NO_AUTOSTART: number;
}): Filter<Handle>[] {
  const { PERSISTENT, TRANSIENT, AUTOSTART, NO_AUTOSTART } = flags;
  return [
    {
      flags: [PERSISTENT, TRANSIENT],
      flagOf: async (handle, options) => ((await handle.isPersistent(options)) ? PERSISTENT : TRANSIENT),
    },
    {
      flags: [AUTOSTART, NO_AUTOSTART],
      flagOf: async (handle, options) => ((await handle.getAutostart(options)) ? AUTOSTART : NO_AUTOSTART),
    },
  ];
}
