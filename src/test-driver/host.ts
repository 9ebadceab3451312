import type { NumaCell } from './capabilities.ts';
import type { DomainDefinition } from './domain/definition/domain-definition.ts';
import { DomainList } from './domain/domain-list.ts';
import { HostEvents } from './event/host-events.ts';
import type { HostInterface } from './interface/host-interface.ts';
import { NamedList } from './named-list.ts';
import type { Network } from './network/network.ts';
import type { NodeDevice } from './node-device/node-device.ts';
import type { NodeInfo } from './node-info.ts';
import { SecretList } from './secret/secret-list.ts';
import type { StoragePool } from './storage-pool/storage-pool.ts';
import { UuidList } from './uuid-list.ts';

export interface HostOptions {
  readonly nodeInfo: NodeInfo;
  readonly capabilities: string;
  readonly cells: readonly NumaCell[];
  /** In bytes. */
  readonly freeMemory: bigint;
}

/** All that a hypervisor keeps: what one client changes, the others whose connections are open to it see. */
export class Host {
  readonly nodeInfo: NodeInfo;
  readonly capabilities: string;
  readonly cells: readonly NumaCell[];
  readonly freeMemory: bigint;
  /** Who is told of what happens to what is here. */
  readonly events: HostEvents = new HostEvents();
  /** As `events`, of secrets, which are another driver's in libvirt: it counts for itself. */
  readonly secretEvents: HostEvents = new HostEvents();
  readonly domains: DomainList = new DomainList(this.events);
  /** What was saved, by the paths that clients gave. */
  readonly savedDomains: Map<string, DomainDefinition> = new Map();
  readonly networks: UuidList<Network> = new UuidList();
  readonly storagePools: UuidList<StoragePool> = new UuidList();
  interfaces: NamedList<HostInterface> = new NamedList();
  /** What the interfaces were before the changes that are not settled yet; `undefined` while there are none. */
  interfacesBefore: NamedList<HostInterface> | undefined;
  readonly nodeDevices: NamedList<NodeDevice> = new NamedList();
  readonly secrets: SecretList = new SecretList();

  constructor({ nodeInfo, capabilities, cells, freeMemory }: HostOptions) {
    this.nodeInfo = nodeInfo;
    this.capabilities = capabilities;
    this.cells = cells;
    this.freeMemory = freeMemory;
  }
}
