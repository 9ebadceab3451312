import type { Connection } from '../../../src/client/connection.ts';
import type { Row } from '../oracle/row.ts';
import { clock } from '../oracle/rules.ts';
import { row } from './comparison.ts';

export const cpu = '<cpu><arch>x86_64</arch><model>qemu64</model></cpu>';

/** What the test driver tells of host and hypervisor. */
export const hostRows: readonly Row<Connection>[] = [
  row('connection.getURI()', (connection) => connection.getURI()),
  row('bool(connection.isAlive())', (connection) => connection.isAlive),
  row('bool(connection.isSecure())', (connection) => connection.isSecure()),
  row('bool(connection.isEncrypted())', (connection) => connection.isEncrypted()),
  row('connection.getType()', (connection) => connection.getType()),
  row('connection.getVersion()', (connection) => connection.getVersion()),
  row('connection.getLibVersion()', (connection) => connection.getLibVersion()),
  row('connection.getHostname()', (connection) => connection.getHostname()),
  row('connection.getSysinfo()', (connection) => connection.getSysinfo()),
  row('connection.getCapabilities()', (connection) => connection.getCapabilities()),
  row('connection.getMaxVcpus(None)', (connection) => connection.getMaxVcpus()),
  row("connection.getMaxVcpus('test')", (connection) => connection.getMaxVcpus({ type: 'test' })),
  // Python tells memory in MiB.
  row('connection.getInfo()', async (connection) => {
    const { model, memory, cpus, mhz, nodes, sockets, cores, threads } = await connection.getNodeInfo();
    return [model, memory / 1024n, cpus, mhz, nodes, sockets, cores, threads];
  }),
  row('connection.getSecurityModel()', async (connection) => {
    const { model, doi } = await connection.getSecurityModel();
    return [model, doi];
  }),
  row('connection.getCPUStats(-1)', (connection) => connection.getCPUStats(), clock),
  row(
    '[map[0], [cpu for cpu in range(map[0]) if map[1][cpu]]] if (map := connection.getCPUMap()) else None',
    async (connection) => {
      const { cpus, online } = await connection.getCPUMap();
      return [cpus, online];
    },
  ),
  row("connection.getCPUModelNames('x86_64')", (connection) => connection.getCPUModelNames('x86_64')),
  row(`connection.baselineCPU(["${cpu}"])`, (connection) => connection.baselineCPU([cpu])),
  row("connection.findStoragePoolSources('logical', None)", (connection) =>
    connection.findStoragePoolSources('logical'),
  ),
];

/** What the test driver's own host tells of its memory. */
export const memoryRows: readonly Row<Connection>[] = [
  row('connection.getFreeMemory()', (connection) => connection.getFreeMemory()),
  row('connection.getCellsFreeMemory(0, 2)', (connection) => connection.getCellsFreeMemory(0, 2)),
  row('connection.getCellsFreeMemory(1, 1)', (connection) => connection.getCellsFreeMemory(1, 1)),
];
