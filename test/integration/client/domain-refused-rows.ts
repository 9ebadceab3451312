import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import {
  DomainGraphicsReloadType,
  DomainMigrateFlags,
  DomainModificationImpact,
  NodeSuspendTarget,
} from '../../../src/generated/api-enums.ts';
import type { Row } from '../oracle/row.ts';
import { webDoes } from './domain-row.ts';

const device =
  "<disk type='file' device='disk'><source file='/images/two.img'/><target dev='vdb' bus='virtio'/></disk>";

/** Changes that the test driver does not make: the refusals are compared. */
export const refusedWritingRows: readonly Row<Connection>[] = [
  webDoes('attachDevice', `web.attachDevice("${device}")`, (web) => web.attachDevice(device)),
  webDoes('attachDevice', `web.attachDeviceFlags("${device}", 0)`, (web) => web.attachDevice(device, { flags: [] })),
  webDoes('detachDevice', `web.detachDevice("${device}")`, (web) => web.detachDevice(device)),
  webDoes('detachDevice', `web.detachDeviceFlags("${device}", 0)`, (web) => web.detachDevice(device, { flags: [] })),
  webDoes('detachDeviceAlias', "web.detachDeviceAlias('ua-two')", (web) => web.detachDeviceAlias('ua-two')),
  webDoes('updateDeviceFlags', `web.updateDeviceFlags("${device}")`, (web) => web.updateDeviceFlags(device)),
  webDoes('pmSuspendForDuration', 'web.pMSuspendForDuration(0, 0)', (web) =>
    web.pmSuspendForDuration(NodeSuspendTarget.MEM, 0),
  ),
  webDoes('pmWakeup', 'web.pMWakeup()', (web) => web.pmWakeup()),
  webDoes('setLaunchSecurityState', "web.setLaunchSecurityState({'sev-secret': 'x'}, 0)", (web) =>
    web.setLaunchSecurityState({ 'sev-secret': 'x' }),
  ),
  webDoes('managedSaveDefineXML', "web.managedSaveDefineXML('<domain/>')", (web) =>
    web.managedSaveDefineXML('<domain/>'),
  ),
  webDoes('setVcpu', "web.setVcpu('1', 1)", (web) => web.setVcpu([1], true)),
  webDoes('setGuestVcpus', "web.setGuestVcpus('0-1,3', 0)", (web) => web.setGuestVcpus([3, 1, 0], false)),
  webDoes('startDirtyRateCalc', 'web.startDirtyRateCalc(1, 0)', (web) => web.startDirtyRateCalc(1)),
  webDoes('authorizedSSHKeysSet', "web.authorizedSSHKeysSet('root', ['key'])", (web) =>
    web.authorizedSSHKeysSet('root', ['key']),
  ),
  webDoes('agentSetResponseTimeout', 'web.agentSetResponseTimeout(5)', (web) => web.agentSetResponseTimeout(5)),

  webDoes('blockResize', "web.blockResize('vda', 2048)", (web) => web.blockResize('vda', 2048)),
  webDoes('setBlockThreshold', "web.setBlockThreshold('vda', 5)", (web) => web.setBlockThreshold('vda', 5)),
  webDoes('blockPull', "web.blockPull('vda', 0, 0)", (web) => web.blockPull('vda')),
  webDoes('blockRebase', "web.blockRebase('vda', None, 0, 0)", (web) => web.blockRebase('vda')),
  webDoes('blockCommit', "web.blockCommit('vda', None, None, 0, 0)", (web) => web.blockCommit('vda')),
  webDoes('blockCopy', `web.blockCopy('vda', "${device}", {'granularity': 4096})`, (web) =>
    web.blockCopy('vda', device, { params: { granularity: 4096 } }),
  ),
  webDoes('blockJobAbort', "web.blockJobAbort('vda')", (web) => web.blockJobAbort('vda')),
  webDoes('blockJobSetSpeed', "web.blockJobSetSpeed('vda', 1)", (web) => web.blockJobSetSpeed('vda', 1n)),
  webDoes('backupBegin', "web.backupBegin('<domainbackup/>', None)", (web) => web.backupBegin('<domainbackup/>')),

  webDoes('abortJob', 'web.abortJob()', (web) => web.abortJob()),
  webDoes('abortJob', 'web.abortJobFlags(0)', (web) => web.abortJob({ flags: [] })),
  webDoes('saveParams', "web.saveParams({'file': '/tmp/x'})", (web) => web.saveParams({ file: '/tmp/x' })),
  webDoes('migrateSetMaxDowntime', 'web.migrateSetMaxDowntime(10)', (web) => web.migrateSetMaxDowntime(10)),
  webDoes('migrateSetMaxSpeed', 'web.migrateSetMaxSpeed(10)', (web) => web.migrateSetMaxSpeed(10)),
  webDoes('migrateSetCompressionCache', 'web.migrateSetCompressionCache(4096)', (web) =>
    web.migrateSetCompressionCache(4096),
  ),
  webDoes('migrateStartPostCopy', 'web.migrateStartPostCopy()', (web) => web.migrateStartPostCopy()),
];

const refused = (
  method: string,
  call: (web: Domain) => Promise<unknown>,
): { readonly name: string; readonly call: (connection: Connection) => Promise<unknown> } => ({
  name: `Domain.${method}`,
  call: async (connection) => call(await connection.lookupDomainByName('test')),
});

/** Refused too, but this Python does not know them, or tells nothing of errors. */
export const refusedToUs = [
  refused('getAutostartOnce', (test) => test.getAutostartOnce()),
  refused('setAutostartOnce', (test) => test.setAutostartOnce(true)),
  refused('setThrottleGroup', (test) => test.setThrottleGroup('slow', { total_iops_sec: 5 })),
  refused('delThrottleGroup', (test) => test.delThrottleGroup('slow', { flags: DomainModificationImpact.LIVE })),
  refused('announceInterface', (test) => test.announceInterface({ params: { rounds: 3 } })),
  refused('graphicsReload', (test) => test.graphicsReload(DomainGraphicsReloadType.VNC)),
  refused('migrateToURI', (test) =>
    test.migrateToURI('qemu+tcp://kvm2/system', { bandwidth: 5 }, { flags: DomainMigrateFlags.LIVE }),
  ),
  refused('migrateGetMaxDowntime', (test) => test.migrateGetMaxDowntime()),
  refused('migrateGetCompressionCache', (test) => test.migrateGetCompressionCache()),
  refused('getGuestVcpus', (test) => test.getGuestVcpus()),
];
