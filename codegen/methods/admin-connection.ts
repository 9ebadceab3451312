import type { ObjectClass } from './row.ts';

export const adminConnection: ObjectClass = {
  name: 'AdminConnection',
  connection: 'AdminConnection',
  rows: [
    {
      method: 'getLibVersion',
      procedure: 'adminConnectGetLibVersion',
      doc: 'Tells the version of libvirt in the daemon, as 1000000 × major + 1000 × minor + release.',
      result: { field: 'libVer' },
    },
    {
      method: 'listServers',
      procedure: 'adminConnectListServers',
      doc: 'Lists the servers of the daemon: one for its own clients, one for administrators.',
      result: { field: 'servers', as: { handle: 'AdminServer' } },
    },
    {
      method: 'lookupServer',
      procedure: 'adminConnectLookupServer',
      doc: 'Finds a server of the daemon by its name.',
      args: { name: { doc: 'as `libvirtd` or `admin`' } },
      result: { field: 'srv', as: { handle: 'AdminServer' } },
      throws: ['VIR_ERR_NO_SERVER when there is none'],
    },
    {
      method: 'getLoggingOutputs',
      procedure: 'adminConnectGetLoggingOutputs',
      doc: 'Tells where the daemon logs to.',
      result: { field: 'outputs', doc: 'as `3:stderr 1:file:/path`, parted by spaces' },
    },
    {
      method: 'setLoggingOutputs',
      procedure: 'adminConnectSetLoggingOutputs',
      doc: 'Says where the daemon is to log to, until it ends.',
      args: { outputs: { doc: 'as `3:stderr 1:file:/path`, parted by spaces; null for the default' } },
      throws: ['VIR_ERR_INVALID_ARG and others when they are malformed'],
    },
    {
      method: 'getLoggingFilters',
      procedure: 'adminConnectGetLoggingFilters',
      doc: 'Tells what the daemon logs.',
      result: { field: 'filters', doc: 'as `1:qemu 3:rpc`, parted by spaces; null when there are none' },
    },
    {
      method: 'setLoggingFilters',
      procedure: 'adminConnectSetLoggingFilters',
      doc: 'Says what the daemon is to log, until it ends.',
      args: { filters: { doc: 'as `1:qemu 3:rpc`, parted by spaces; null for none' } },
      throws: ['VIR_ERR_INVALID_ARG and others when they are malformed'],
    },
    {
      method: 'setDaemonTimeout',
      procedure: 'adminConnectSetDaemonTimeout',
      doc: 'Says how long the daemon may be without clients and work before it ends itself.',
      args: { timeout: { doc: 'seconds; 0 for ever' } },
    },
    {
      method: 'daemonShutdown',
      procedure: 'adminConnectDaemonShutdown',
      doc: 'Tells the daemon to end. As it ends at once, the call mostly rejects with a ConnectionError of reason `eof`.',
    },
  ],
};
