import type { Connection } from '../../../src/client/connection.ts';
import { DomainModificationImpact } from '../../../src/generated/api-enums.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { ofWeb, webDoes } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';
import { images } from './guest.ts';

const live = { flags: DomainModificationImpact.LIVE };
const disk = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${images}/spare.qcow2'/><target dev='vdb' bus='virtio'/><alias name='ua-spare'/></disk>`;
const nic =
  "<interface type='ethernet'><mac address='52:54:00:00:00:02'/><target dev='webtap2'/><model type='virtio'/></interface>";

/** A device has left when the guest has let it go and its description no longer has it. */
const leaves = (text: string): Row<Connection> =>
  ofWeb('getXMLDesc', `(until(lambda: "${text}" not in web.XMLDesc()), None)[1]`, async (web) => {
    await eventually(`${text} is gone`, async () => !(await web.getXMLDesc()).includes(text));
  });

/** Devices plugged in and out of the running guest, and settings of it. */
export const deviceRows: readonly Row<Connection>[] = [
  webDoes('attachDevice', `web.attachDevice("${disk}")`, (web) => web.attachDevice(disk)),
  ofWeb('getBlockInfo', "web.blockInfo('vdb')", async (web) => {
    const { capacity, allocation, physical } = await web.getBlockInfo('vdb');
    return [capacity, allocation, physical];
  }),
  ofWeb(
    'getXMLDesc',
    "web.XMLDesc().count('<disk ')",
    async (web) => (await web.getXMLDesc()).split('<disk ').length - 1,
  ),
  webDoes('detachDeviceAlias', "web.detachDeviceAlias('ua-spare', 1)", (web) =>
    web.detachDeviceAlias('ua-spare', { rawFlags: 1 }),
  ),
  leaves('ua-spare'),
  webDoes('attachDevice', `web.attachDeviceFlags("${nic}", 1)`, (web) => web.attachDevice(nic, { rawFlags: 1 })),
  webDoes('detachDevice', `web.detachDeviceFlags("${nic}", 1)`, (web) => web.detachDevice(nic, { rawFlags: 1 })),
  leaves('webtap2'),
  webDoes('setBlockThreshold', "web.setBlockThreshold('vda', 1048576)", (web) =>
    web.setBlockThreshold('vda', 1_048_576),
  ),
  webDoes(
    'setBlockIoTune',
    "web.setBlockIoTune('vda', {'total_bytes_sec': 5000000, 'total_iops_sec': 900}, 1)",
    (web) => web.setBlockIoTune('vda', { total_bytes_sec: 5_000_000n, total_iops_sec: 900 }, live),
  ),
  ofWeb('getBlockIoTune', "web.blockIoTune('vda', 1)", (web) => web.getBlockIoTune('vda', live)),
  webDoes('setBlockIoTune', "web.setBlockIoTune('vda', {'total_bytes_sec': 0, 'total_iops_sec': 0}, 1)", (web) =>
    web.setBlockIoTune('vda', { total_bytes_sec: 0, total_iops_sec: 0 }, live),
  ),
  webDoes('setMemoryStatsPeriod', 'web.setMemoryStatsPeriod(1, 1)', (web) =>
    web.setMemoryStatsPeriod(1, { rawFlags: 1 }),
  ),
  webDoes('setMemory', 'web.setMemoryFlags(150000, 1)', (web) => web.setMemory(150_000, { rawFlags: 1 })),
  webDoes('sendKey', 'web.sendKey(0, 0, [30, 31], 2)', (web) => web.sendKey(0, 0, [30, 31])),
  webDoes('injectNMI', 'web.injectNMI()', (web) => web.injectNMI()),
  webDoes('suspend', 'web.suspend()', (web) => web.suspend()),
  ofWeb('getState', 'web.state()', async (web) => {
    const { state, reason } = await web.getState();
    return [state, reason];
  }),
  webDoes('resume', 'web.resume()', (web) => web.resume()),
];

/** Limits that the machine's kernel may or may not have: the answers are compared, refusals too. */
export const limitRows: readonly Row<Connection>[] = [
  webDoes('setSchedulerParameters', "web.setSchedulerParametersFlags({'cpu_shares': 2000}, 1)", (web) =>
    web.setSchedulerParameters({ cpu_shares: 2000n }, live),
  ),
  ofWeb('getSchedulerParameters', 'web.schedulerParameters()', (web) => web.getSchedulerParameters()),
  ofWeb('getSchedulerParameters', 'web.schedulerParametersFlags(1)', (web) => web.getSchedulerParameters(live)),
  ofWeb('getMemoryParameters', 'web.memoryParameters(1)', (web) => web.getMemoryParameters(live)),
  webDoes('setMemoryParameters', "web.setMemoryParameters({'soft_limit': 900000}, 1)", (web) =>
    web.setMemoryParameters({ soft_limit: 900_000 }, live),
  ),
  webDoes('setMemoryParameters', "web.setMemoryParameters({'hard_limit': 4000000}, 2)", (web) =>
    web.setMemoryParameters({ hard_limit: 4_000_000 }, { flags: DomainModificationImpact.CONFIG }),
  ),
  ofWeb('getMemoryParameters', 'web.memoryParameters(2)', (web) =>
    web.getMemoryParameters({ flags: DomainModificationImpact.CONFIG }),
  ),
  webDoes('setBlkioParameters', "web.setBlkioParameters({'weight': 500}, 1)", (web) =>
    web.setBlkioParameters({ weight: 500 }, live),
  ),
  ofWeb('getBlkioParameters', 'web.blkioParameters(1)', (web) => web.getBlkioParameters(live)),
  webDoes('setBlkioParameters', "web.setBlkioParameters({'weight': 500}, 2)", (web) =>
    web.setBlkioParameters({ weight: 500 }, { flags: DomainModificationImpact.CONFIG }),
  ),
  ofWeb('getBlkioParameters', 'web.blkioParameters(2)', (web) =>
    web.getBlkioParameters({ flags: DomainModificationImpact.CONFIG }),
  ),
  ofWeb('getNumaParameters', 'web.numaParameters(1)', (web) => web.getNumaParameters(live)),
  webDoes('setNumaParameters', "web.setNumaParameters({'numa_nodeset': '0'}, 2)", (web) =>
    web.setNumaParameters({ numa_nodeset: '0' }, { flags: DomainModificationImpact.CONFIG }),
  ),
  ofWeb('getNumaParameters', 'web.numaParameters(2)', (web) =>
    web.getNumaParameters({ flags: DomainModificationImpact.CONFIG }),
  ),
  webDoes(
    'setInterfaceParameters',
    "web.setInterfaceParameters('webtap', {'inbound.average': 1000, 'inbound.peak': 2000}, 1)",
    (web) => web.setInterfaceParameters('webtap', { 'inbound.average': 1000, 'inbound.peak': 2000 }, live),
  ),
  ofWeb('getInterfaceParameters', "web.interfaceParameters('webtap', 1)", (web) =>
    web.getInterfaceParameters('webtap', live),
  ),
  webDoes('pinVcpu', 'web.pinVcpu(0, (True,))', (web) => web.pinVcpu(0, [0])),
];
