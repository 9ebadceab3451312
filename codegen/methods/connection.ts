import { connectionDeviceRows } from './connection-devices.ts';
import { connectionDomainRows } from './connection-domains.ts';
import { connectionHostRows } from './connection-host.ts';
import { connectionNetworkRows } from './connection-networks.ts';
import { connectionSecretRows } from './connection-secrets.ts';
import { connectionStorageRows } from './connection-storage.ts';
import type { ObjectClass } from './row.ts';

export const connection: ObjectClass = {
  name: 'Connection',
  rows: [
    ...connectionHostRows,
    ...connectionDomainRows,
    ...connectionNetworkRows,
    ...connectionStorageRows,
    ...connectionDeviceRows,
    ...connectionSecretRows,
  ],
};
