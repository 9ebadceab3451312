import type { Connection } from '../../../src/client/connection.ts';
import { DomainQemuMonitorCommandFlags } from '../../../src/generated/api-enums.ts';
import { qemuDomainMonitorCommandWithFiles } from '../../../src/generated/qemu-procedures.ts';
import { ofWeb } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';

const forHumans = { flags: DomainQemuMonitorCommandFlags.HMP };
const wrong = '{"execute":"no-such-command"}';
const broken = '{"execute":';

/** An answer without the number that each command gets. */
const unnumbered = (answer: string): string => answer.replace(/"id":"[^"]*"/, '');
const unnumberedInPython = (python: string): string =>
  `__import__('re').sub('"id":"[^"]*"', '', ${python}.replace('\\r', '\\n'))`;

const monitor = (command: string, flags: number): string =>
  `__import__('libvirt_qemu').qemuMonitorCommand(web, '''${command}''', ${flags})`;
const agent = (command: string, timeout: number): string =>
  `__import__('libvirt_qemu').qemuAgentCommand(web, '''${command}''', ${timeout}, 0)`;

/** What QEMU's own protocol is for: its monitor and the guest's agent. */
export const qemuProgramRows: readonly Row<Connection>[] = [
  ofWeb('qemuMonitorCommand', monitor('info name', 1), (web) => web.qemuMonitorCommand('info name', forHumans)),
  ofWeb('qemuMonitorCommand', monitor('info nonsense', 1), (web) => web.qemuMonitorCommand('info nonsense', forHumans)),
  ofWeb('qemuMonitorCommand', unnumberedInPython(monitor(wrong, 0)), async (web) =>
    unnumbered(await web.qemuMonitorCommand(wrong)),
  ),
  ofWeb('qemuMonitorCommand', monitor(broken, 0), (web) => web.qemuMonitorCommand(broken)),
  ofWeb('qemuMonitorCommand', monitor('info name', 8), (web) => web.qemuMonitorCommand('info name', { rawFlags: 8 })),
  ofWeb(
    'session.call',
    "__import__('libvirt_qemu').qemuMonitorCommandWithFiles(web, 'info name', [], 1)[0]",
    async ({ connection, reference }) => {
      const args = { dom: reference, cmd: 'info name', flags: 1 };
      return (await connection.session.call(qemuDomainMonitorCommandWithFiles, args)).result;
    },
  ),
  ofWeb('qemuAgentCommand', agent('{"execute":"guest-get-host-name"}', 20), (web) =>
    web.qemuAgentCommand('{"execute":"guest-get-host-name"}', { agentTimeout: 20 }),
  ),
  ofWeb('qemuAgentCommand', agent(wrong, -2), (web) => web.qemuAgentCommand(wrong, { agentTimeout: -2 })),
  ofWeb('qemuAgentCommand', agent(broken, -1), (web) => web.qemuAgentCommand(broken)),
  ofWeb('qemuAgentCommand', agent('{"execute":"guest-ping"}', -7), (web) =>
    web.qemuAgentCommand('{"execute":"guest-ping"}', { agentTimeout: -7 }),
  ),
];
