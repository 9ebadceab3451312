import type { Connection } from '../../../src/client/connection.ts';
import { row } from '../client/comparison.ts';
import type { Row } from '../oracle/row.ts';

const cpu = (model: string): string => `<cpu><arch>x86_64</arch><model>${model}</model></cpu>`;
const both = [cpu('Westmere'), cpu('Nehalem')];
const bothInPython = `["${both.join('", "')}"]`;
const emulated = "None, 'x86_64', None, 'qemu'";
const hypervisor = { arch: 'x86_64', virtType: 'qemu' };

/** What the hypervisor can do, and which processors it makes of others. */
export const hostRows: readonly Row<Connection>[] = [
  row('connection.getCapabilities()', (connection) => connection.getCapabilities()),
  row(`connection.getDomainCapabilities(${emulated})`, (connection) => connection.getDomainCapabilities(hypervisor)),
  row("connection.getCPUModelNames('x86_64')", (connection) => connection.getCPUModelNames('x86_64')),
  row("connection.getMaxVcpus('qemu')", (connection) => connection.getMaxVcpus({ type: 'qemu' })),
  row(`connection.baselineCPU(${bothInPython})`, (connection) => connection.baselineCPU(both)),
  row(`connection.baselineHypervisorCPU(${emulated}, ${bothInPython})`, (connection) =>
    connection.baselineHypervisorCPU(both, hypervisor),
  ),
  row(`connection.compareCPU("${cpu('Westmere')}")`, (connection) => connection.compareCPU(cpu('Westmere'))),
  row(`connection.compareHypervisorCPU(${emulated}, "${cpu('qemu64')}")`, (connection) =>
    connection.compareHypervisorCPU(cpu('qemu64'), hypervisor),
  ),
];
