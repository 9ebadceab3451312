import type { Connection } from '../../../src/client/connection.ts';
import {
  DomainDeviceModifyFlags,
  DomainLifecycle,
  DomainLifecycleAction,
  DomainMetadataType,
  DomainModificationImpact,
  DomainProcessSignal,
  DomainSetVcpuFlags,
  DomainStatsTypes,
  DomainVcpuFlags,
} from '../../../src/generated/api-enums.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { ofWeb, webDoes } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';
import { images } from './guest.ts';
import { sameShape } from './qemu-rules.ts';

const live = { flags: DomainModificationImpact.LIVE };
const config = { flags: DomainModificationImpact.CONFIG };
const card = (link: string): string =>
  `<interface type='ethernet'><mac address='52:54:00:00:00:01'/><target dev='webtap'/><model type='virtio'/><link state='${link}'/></interface>`;
const updatesCard = (link: string): Row<Connection> =>
  webDoes('updateDeviceFlags', `web.updateDeviceFlags("${card(link)}", 1)`, (web) =>
    web.updateDeviceFlags(card(link), { flags: DomainDeviceModifyFlags.LIVE }),
  );

const ioThreadRows: readonly Row<Connection>[] = [
  ofWeb('getIOThreadInfo', 'web.ioThreadInfo(1)', (web) => web.getIOThreadInfo(live)),
  webDoes('addIOThread', 'web.addIOThread(3, 1)', (web) => web.addIOThread(3, live)),
  webDoes('pinIOThread', 'web.pinIOThread(3, (True,), 1)', (web) => web.pinIOThread(3, [0], live)),
  webDoes('setIOThreadParams', "web.setIOThreadParams(3, {'poll_max_ns': 1000}, 1)", (web) =>
    web.setIOThreadParams(3, { poll_max_ns: 1000 }, live),
  ),
  ofWeb(
    'getIOThreadInfo',
    '[[number, [cpu for cpu, on in enumerate(map) if on]] for number, map in web.ioThreadInfo(1)]',
    async (web) => (await web.getIOThreadInfo(live)).map(({ ioThreadId, cpuMap }) => [ioThreadId, cpuMap]),
  ),
  webDoes('delIOThread', 'web.delIOThread(3, 1)', (web) => web.delIOThread(3, live)),
];

const cpuRows: readonly Row<Connection>[] = [
  ofWeb('getVcpusFlags', 'web.vcpusFlags(4)', (web) => web.getVcpusFlags({ flags: DomainVcpuFlags.MAXIMUM })),
  ofWeb('getVcpuPinInfo', '[cpu for cpu, on in enumerate(web.vcpuPinInfo()[0]) if on]', async (web) => {
    const [first] = await web.getVcpuPinInfo();
    return first;
  }),
  webDoes('pinEmulator', 'web.pinEmulator((True,), 1)', (web) => web.pinEmulator([0], live)),
  ofWeb('getEmulatorPinInfo', '[cpu for cpu, on in enumerate(web.emulatorPinInfo(1)) if on]', (web) =>
    web.getEmulatorPinInfo(live),
  ),
  ofWeb('getCPUStats', 'web.getCPUStats(False)', (web) => web.getCPUStats(), sameShape),
  webDoes('setVcpus', 'web.setVcpusFlags(2, 2)', (web) => web.setVcpus(2, { flags: DomainVcpuFlags.CONFIG })),
  ofWeb('getVcpusFlags', 'web.vcpusFlags(2)', (web) => web.getVcpusFlags({ flags: DomainVcpuFlags.CONFIG })),
  webDoes('setVcpus', 'web.setVcpusFlags(1, 2)', (web) => web.setVcpus(1, { flags: DomainVcpuFlags.CONFIG })),
  webDoes('setVcpu', "web.setVcpu('7', 1, 2)", (web) =>
    web.setVcpu([7], true, { flags: DomainSetVcpuFlags.AFFECT_CONFIG }),
  ),
  webDoes('setPerfEvents', "web.setPerfEvents({'cpu_clock': True}, 2)", (web) =>
    web.setPerfEvents({ cpu_clock: true }, config),
  ),
  ofWeb('getPerfEvents', 'web.perfEvents(2)', (web) => web.getPerfEvents(config)),
];

const migrationRows: readonly Row<Connection>[] = [
  webDoes('migrateSetMaxSpeed', 'web.migrateSetMaxSpeed(500)', (web) => web.migrateSetMaxSpeed(500)),
  ofWeb('migrateGetMaxSpeed', 'web.migrateGetMaxSpeed()', (web) => web.migrateGetMaxSpeed()),
  webDoes('migrateSetMaxDowntime', 'web.migrateSetMaxDowntime(400)', (web) => web.migrateSetMaxDowntime(400)),
  ofWeb('migrateGetMaxDowntime', 'web.migrateGetMaxDowntime()', (web) => web.migrateGetMaxDowntime()),
  webDoes('migrateSetCompressionCache', 'web.migrateSetCompressionCache(1048576)', (web) =>
    web.migrateSetCompressionCache(1_048_576),
  ),
  ofWeb('migrateGetCompressionCache', 'web.migrateGetCompressionCache()', (web) => web.migrateGetCompressionCache()),
  webDoes('migrateStartPostCopy', 'web.migrateStartPostCopy()', (web) => web.migrateStartPostCopy()),
  webDoes('abortJob', 'web.abortJob()', (web) => web.abortJob()),
];

/** What else can be set and asked of a running guest, which is as before after it; some of it is refused. */
export const guestSettingRows: readonly Row<Connection>[] = [
  ofWeb('equals', 'True', async (web) => web.equals(await web.connection.lookupDomainByUUID(web.uuid))),
  ofWeb('setAutostart', '(web.setAutostart(1), bool(web.autostart()), web.setAutostart(0))[1]', async (web) => {
    await web.setAutostart(true);
    const autostart = await web.getAutostart();
    await web.setAutostart(false);
    return autostart;
  }),
  ofWeb('isPersistent', 'bool(web.isPersistent())', (web) => web.isPersistent()),
  ofWeb('isUpdated', 'bool(web.isUpdated())', (web) => web.isUpdated()),
  ofWeb('getMaxMemory', 'web.maxMemory()', (web) => web.getMaxMemory()),
  webDoes('setMaxMemory', 'web.setMaxMemory(200000)', (web) => web.setMaxMemory(200_000)),
  webDoes('setMetadata', "web.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, 'Ein Titel', None, None, 3)", (web) =>
    web.setMetadata(DomainMetadataType.TITLE, 'Ein Titel', {
      flags: [DomainModificationImpact.LIVE, DomainModificationImpact.CONFIG],
    }),
  ),
  ofWeb('getMetadata', 'web.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None, 2)', (web) =>
    web.getMetadata(DomainMetadataType.TITLE, config),
  ),
  ofWeb('getMessages', 'web.messages()', (web) => web.getMessages()),
  ofWeb('getSecurityLabel', 'web.securityLabel()', async (web) => {
    const { label, enforcing } = await web.getSecurityLabel();
    return [label, enforcing];
  }),
  ofWeb('getSecurityLabelList', 'web.securityLabelList()', async (web) =>
    (await web.getSecurityLabelList()).map(({ label, enforcing }) => [label, enforcing]),
  ),
  ofWeb('getLaunchSecurityInfo', 'web.launchSecurityInfo()', (web) => web.getLaunchSecurityInfo()),
  webDoes('setLaunchSecurityState', "web.setLaunchSecurityState({'sev-secret': 'x'}, 0)", (web) =>
    web.setLaunchSecurityState({ 'sev-secret': 'x' }),
  ),
  webDoes('setLifecycleAction', 'web.setLifecycleAction(2, 1, 2)', (web) =>
    web.setLifecycleAction(DomainLifecycle.CRASH, DomainLifecycleAction.RESTART, config),
  ),
  webDoes('sendProcessSignal', 'web.sendProcessSignal(1, 15)', (web) =>
    web.sendProcessSignal(1, DomainProcessSignal.TERM),
  ),
  webDoes('pmWakeup', 'web.pMWakeup()', (web) => web.pmWakeup()),
  updatesCard('down'),
  ofWeb('getXMLDesc', `"<link state='down'/>" in web.XMLDesc()`, async (web) =>
    (await web.getXMLDesc()).includes("<link state='down'/>"),
  ),
  updatesCard('up'),
  ofWeb('blockPeek', "web.blockPeek('vda', 0, 512)", (web) => web.blockPeek('vda', 0, 512)),
  webDoes('blockRebase', `web.blockRebase('vda', '${images}/none.qcow2', 0, 0)`, (web) =>
    web.blockRebase('vda', { base: `${images}/none.qcow2` }),
  ),
  ofWeb('backupGetXMLDesc', 'web.backupGetXMLDesc()', (web) => web.backupGetXMLDesc()),
  ...ioThreadRows,
  ...cpuRows,
  ...migrationRows,
  // How fast the guest writes to its memory is known a second later.
  ofWeb(
    'startDirtyRateCalc',
    "(web.startDirtyRateCalc(1, 0), until(lambda: connection.domainListGetStats([web], 512)[0][1].get('dirtyrate.calc_status') == 2))[1]",
    async (web) => {
      await web.startDirtyRateCalc(1);
      await eventually('the rate is known', async () => {
        const [record] = await web.connection.getAllDomainStats({ domains: [web], stats: DomainStatsTypes.DIRTYRATE });
        return record?.params['dirtyrate.calc_status'] === 2;
      });
      return true;
    },
  ),
];
