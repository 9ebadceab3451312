import { expect, test } from '@jest/globals';
import {
  ConnectDomainEventAgentLifecycleReason as AgentReason,
  ConnectDomainEventChannelLifecycleState as ChannelState,
  DomainEventIOErrorAction,
  DomainEventWatchdogAction,
} from '../../../src/generated/api-enums.ts';
import type { Eventful } from './eventful.ts';
import { fullDisk, watchdogCommand } from './eventful-guest.ts';
import { images } from './guest.ts';

const mac = '52:54:00:00:00:e7';
const otherMac = '52:54:00:00:00:e8';

/** What the guest does by itself, at its console. */
export function describeGuestDoings(given: () => Eventful): void {
  test('of what it does with its devices', async () => {
    const { guest, recorder, shell } = given();
    await guest.setBlockThreshold('vda', 65_536);
    await shell.run('dd if=/dev/zero of=/dev/vda bs=64k count=40 conv=fsync');
    expect(await recorder.next('domain-block-threshold', ({ dev }) => dev === 'vda')).toMatchObject({
      path: `${images}/eventful.qcow2`,
      threshold: 65_536n,
      excess: expect.any(BigInt),
    });
    await shell.run('dd if=/dev/zero of=/dev/vdb bs=64k count=40 conv=fsync');
    const failed = { srcPath: fullDisk, action: DomainEventIOErrorAction.REPORT };
    const { devAlias } = await recorder.next('domain-io-error');
    expect(devAlias).toMatch(/^virtio-disk\d$/);
    expect(await recorder.next('domain-io-error-reason')).toMatchObject({
      ...failed,
      devAlias,
      reason: expect.any(String),
    });
    expect(recorder.events.find(({ type }) => type === 'domain-io-error')).toMatchObject(failed);
    await shell.run('date -s 2031.01.01-00:00; hwclock -w -u');
    const { utcOffset } = await recorder.next('domain-rtc-change');
    const expected = (Date.UTC(2031, 0, 1) - Date.now()) / 1000;
    expect(Math.abs(Number(utcOffset) - expected)).toBeLessThan(60);
    await shell.run(watchdogCommand);
    expect(await recorder.next('domain-watchdog')).toMatchObject({ action: DomainEventWatchdogAction.NONE });
  });

  test('of its network card and channels', async () => {
    const { recorder, shell, has } = given();
    await shell.run(`ip link set eth0 address ${otherMac}`);
    await shell.run('exec 9<>/dev/virtio-ports/org.example.0; exec 9>&-');
    if (has('domain-nic-mac-change')) {
      expect(await recorder.next('domain-nic-mac-change')).toMatchObject({
        alias: 'net0',
        oldMAC: mac,
        newMAC: otherMac,
      });
    }
    if (!has('domain-channel-lifecycle')) return;
    const ofChannel = (state: number) =>
      recorder.next('domain-channel-lifecycle', (event) => {
        return event.channelName === 'org.example.0' && event.reason === AgentReason.CHANNEL && event.state === state;
      });
    await ofChannel(ChannelState.CONNECTED);
    await ofChannel(ChannelState.DISCONNECTED);
  });
}
