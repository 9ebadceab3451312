import type { ObjectClass } from './row.ts';

export const adminClient: ObjectClass = {
  name: 'AdminClient',
  reference: 'admin_nonnull_client',
  connection: 'AdminConnection',
  rows: [
    {
      method: 'getInfo',
      procedure: 'adminClientGetInfo',
      doc: 'Tells who it is: what the daemon knows of its user, its process and its address, by the way it is connected.',
      result: { params: 'AdmClientInfo' },
      throws: ['VIR_ERR_NO_CLIENT when it is gone'],
    },
    {
      method: 'close',
      procedure: 'adminClientClose',
      doc: 'Closes its connection to the daemon.',
      throws: ['VIR_ERR_NO_CLIENT when it is gone'],
    },
  ],
};
