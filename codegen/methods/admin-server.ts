import type { ObjectClass } from './row.ts';

const onlyTells = 'VIR_ERR_ARGUMENT_UNSUPPORTED for one that cannot be set';

export const adminServer: ObjectClass = {
  name: 'AdminServer',
  reference: 'admin_nonnull_server',
  connection: 'AdminConnection',
  rows: [
    {
      method: 'getThreadPoolParameters',
      procedure: 'adminServerGetThreadPoolParameters',
      doc: 'Tells how many workers it has and may have, and how many calls wait for one.',
      result: { params: 'AdmServerThreadPoolParameters' },
    },
    {
      method: 'setThreadPoolParameters',
      procedure: 'adminServerSetThreadPoolParameters',
      doc: 'Sets how many workers it may have; what is not given stays.',
      args: {
        params: {
          name: 'parameters',
          doc: '`minWorkers`, `maxWorkers` and `prioWorkers`',
          as: { params: 'AdmServerThreadPoolParameters' },
        },
      },
      throws: ['VIR_ERR_INVALID_ARG when it must have more than it may', onlyTells],
    },
    {
      method: 'getClientLimits',
      procedure: 'adminServerGetClientLimits',
      doc: 'Tells how many clients it has and may have.',
      result: { params: 'AdmServerClientLimits' },
    },
    {
      method: 'setClientLimits',
      procedure: 'adminServerSetClientLimits',
      doc: 'Sets how many clients it may have; what is not given stays.',
      args: {
        params: {
          name: 'limits',
          doc: '`nclients_max`, and `nclients_unauth_max` for those that have not proved who they are',
          as: { params: 'AdmServerClientLimits' },
        },
      },
      throws: ['VIR_ERR_INVALID_ARG when the second would be over the first', onlyTells],
    },
    {
      method: 'listClients',
      procedure: 'adminServerListClients',
      doc: 'Lists the clients that are connected to it.',
      result: { field: 'clients', as: { handle: 'AdminClient' } },
    },
    {
      method: 'lookupClient',
      procedure: 'adminServerLookupClient',
      doc: 'Finds a client by its id.',
      args: { id: { doc: 'its id' } },
      result: { field: 'clnt', as: { handle: 'AdminClient' } },
      throws: ['VIR_ERR_NO_CLIENT when there is none'],
    },
    {
      method: 'updateTlsFiles',
      procedure: 'adminServerUpdateTlsFiles',
      doc: 'Has it read its certificates and keys again, for clients that connect from now on.',
      throws: ['VIR_ERR_INTERNAL_ERROR when it has no TLS', 'VIR_ERR_SYSTEM_ERROR and others when the files are wrong'],
    },
  ],
};
