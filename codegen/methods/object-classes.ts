import { adminClient } from './admin-client.ts';
import { adminConnection } from './admin-connection.ts';
import { adminServer } from './admin-server.ts';
import { connection } from './connection.ts';
import { domain } from './domain.ts';
import { domainCheckpoint } from './domain-checkpoint.ts';
import { domainSnapshot } from './domain-snapshot.ts';
import { networkInterface } from './interface.ts';
import { network } from './network.ts';
import { networkPort } from './network-port.ts';
import { nodeDevice } from './node-device.ts';
import { nwFilter } from './nw-filter.ts';
import { nwFilterBinding } from './nw-filter-binding.ts';
import type { ObjectClass } from './row.ts';
import { secret } from './secret.ts';
import { storagePool } from './storage-pool.ts';
import { storageVol } from './storage-vol.ts';

/** The object classes of the client, in the order of the layers of libvirt's own headers. */
export const objectClasses: readonly ObjectClass[] = [
  connection,
  domain,
  domainSnapshot,
  domainCheckpoint,
  network,
  networkPort,
  storagePool,
  storageVol,
  nodeDevice,
  networkInterface,
  secret,
  nwFilter,
  nwFilterBinding,
  adminConnection,
  adminServer,
  adminClient,
];
