import { DomainList } from './domain/domain-list.ts';
import type { HostInterface } from './interface/host-interface.ts';
import { NamedList } from './named-list.ts';
import type { Network } from './network/network.ts';
import type { NodeDevice } from './node-device/node-device.ts';
import type { NodeInfo } from './node-info.ts';
import type { StoragePool } from './storage-pool/storage-pool.ts';

export interface HostOptions {
  readonly nodeInfo: NodeInfo;
  readonly capabilities: string;
  /** In bytes. */
  readonly freeMemory: bigint;
}

/** All that a hypervisor keeps: what one client changes, the others whose connections are open to it see. */
export class Host {
  readonly nodeInfo: NodeInfo;
  readonly capabilities: string;
  readonly freeMemory: bigint;
  readonly domains: DomainList = new DomainList();
  readonly networks: NamedList<Network> = new NamedList();
  readonly storagePools: NamedList<StoragePool> = new NamedList();
  readonly interfaces: NamedList<HostInterface> = new NamedList();
  readonly nodeDevices: NamedList<NodeDevice> = new NamedList();

  constructor({ nodeInfo, capabilities, freeMemory }: HostOptions) {
    this.nodeInfo = nodeInfo;
    this.capabilities = capabilities;
    this.freeMemory = freeMemory;
  }
}
