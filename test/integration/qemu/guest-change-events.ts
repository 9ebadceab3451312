import { expect, test } from '@jest/globals';
import type { Domain } from '../../../src/client/domain.ts';
import {
  ConnectDomainEventBlockJobStatus as BlockJobStatus,
  DomainBlockCommitFlags,
  DomainBlockJobAbortFlags,
  DomainBlockJobType,
  DomainDeviceModifyFlags,
  DomainMemoryModFlags,
  DomainMetadataType,
  DomainModificationImpact,
  DomainSnapshotCreateFlags,
  DomainEventTrayChangeReason as TrayReason,
} from '../../../src/generated/api-enums.ts';
import type { Eventful } from './eventful.ts';
import { layerXml, otherMediumXml, spareDiskXml } from './eventful-guest.ts';
import { images } from './guest.ts';

const live = { flags: DomainModificationImpact.LIVE };
const plugged = { flags: DomainDeviceModifyFlags.LIVE };

/** What is done to the guest while it runs. */
export function describeGuestChanges(given: () => Eventful): void {
  test('of what is done to it', async () => {
    const { guest, recorder } = given();
    await guest.setMetadata(DomainMetadataType.TITLE, 'A title', live);
    await guest.setMetadata(DomainMetadataType.ELEMENT, '<mark/>', { ...live, key: 'm', uri: 'urn:example:mark' });
    const ofGuest = ({ domain }: { readonly domain: Domain }): boolean => domain.equals(guest);
    expect(await recorder.next('domain-metadata-change', ofGuest)).toMatchObject({
      metadataType: DomainMetadataType.TITLE,
      nsuri: null,
    });
    expect(await recorder.next('domain-metadata-change', ofGuest)).toMatchObject({
      metadataType: DomainMetadataType.ELEMENT,
      nsuri: 'urn:example:mark',
    });
    await guest.setBlockIoTune('vda', { total_bytes_sec: 5_000_000n, total_iops_sec: 900 }, live);
    expect((await recorder.next('domain-tunable')).params).toEqual({
      'blkdeviotune.disk': 'vda',
      'blkdeviotune.total_bytes_sec': 5_000_000n,
      'blkdeviotune.total_iops_sec': 900n,
    });
    await guest.setBlockIoTune('vda', { total_bytes_sec: 0, total_iops_sec: 0 }, live);
    await guest.setMemory(150_000, { flags: DomainMemoryModFlags.LIVE });
    await recorder.next('domain-balloon-change', ({ actual }) => actual === 150_000n);
    await guest.updateDeviceFlags(otherMediumXml, plugged);
    const tray = { devAlias: 'sata0-0-0' };
    expect(await recorder.next('domain-tray-change')).toMatchObject({ ...tray, reason: TrayReason.OPEN });
    expect(await recorder.next('domain-tray-change')).toMatchObject({ ...tray, reason: TrayReason.CLOSE });
    await guest.attachDevice(spareDiskXml, plugged);
    expect(await recorder.next('domain-device-added')).toMatchObject({ devAlias: 'ua-spare' });
    await guest.detachDeviceAlias('ua-spare', plugged);
    expect(await recorder.next('domain-device-removed')).toMatchObject({ devAlias: 'ua-spare' });
  });

  test('of jobs on its disk', async () => {
    const { guest, recorder } = given();
    const { DISK_ONLY, NO_METADATA } = DomainSnapshotCreateFlags;
    await guest.createSnapshotXML(layerXml, { flags: [DISK_ONLY, NO_METADATA] });
    await guest.blockCommit('vda', { flags: DomainBlockCommitFlags.ACTIVE });
    const job = { jobType: DomainBlockJobType.ACTIVE_COMMIT };
    const ready = { ...job, status: BlockJobStatus.READY };
    const completed = { ...job, status: BlockJobStatus.COMPLETED };
    expect(await recorder.next('domain-block-job')).toMatchObject({ ...ready, path: `${images}/layer.qcow2` });
    expect(await recorder.next('domain-block-job-2')).toMatchObject({ ...ready, dst: 'vda' });
    await guest.blockJobAbort('vda', { flags: DomainBlockJobAbortFlags.PIVOT });
    expect(await recorder.next('domain-block-job')).toMatchObject({ ...completed, path: `${images}/eventful.qcow2` });
    expect(await recorder.next('domain-block-job-2')).toMatchObject({ ...completed, dst: 'vda' });
  });
}
