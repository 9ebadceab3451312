import { afterAll, beforeAll, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import { domainEventKinds } from '../../src/client/events/domain-event-kinds.ts';
import { describeWithQemu } from '../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../support/qemu-lab/eventually.ts';
import { type QemuHost, startQemuHost } from '../support/qemu-lab/qemu-host.ts';
import { guestXml } from '../support/qemu-lab/guest-xml.ts';
import { EventRecorder } from './qemu/event-recorder.ts';
import { connect as dial } from 'node:net';
import { jsonReplacer } from '../../src/json-replacer.ts';
const release = (process.env.REL ?? '9.0.0') as '9.0.0';
const log = (s: string): void => appendFileSync(`/tmp/qemu-scratch-${release}.log`, `${(performance.now()/1000).toFixed(2)} ${s}\n`);
await describeWithQemu('scratch', [release], () => {
  let host: QemuHost;
  let connection: Connection;
  beforeAll(async () => { host = await startQemuHost({ release }); connection = await connect(host.uri); }, 1_800_000);
  afterAll(async () => { await connection?.close(); await host?.stop(); });
  test('all', async () => {
    const step = async (name: string, f: () => Promise<unknown>): Promise<void> => {
      log(`== ${name}`);
      try { const r = await f(); log(`   ok ${JSON.stringify(r, jsonReplacer)??''}`.slice(0,300)); } catch (e) { log(`   FAILED ${e}`); }
    };
    const names: string[] = [];
    for (const name of Object.keys(domainEventKinds)) {
      try { const s = await connection.events(name as 'domain-reboot'); await s.close(); names.push(name); } catch (e) { log(`not: ${name}: ${e}`); }
    }
    const rec = await EventRecorder.start(connection, [...names, 'qemu-monitor'] as 'domain-reboot'[]);
    let seen = 0;
    const flush = (): void => { for (; seen < rec.events.length; seen++) { const { domain, ...r } = rec.events[seen] as any; log(`   EVENT ${JSON.stringify({ ...r, name: domain?.name, id: domain?.id }, jsonReplacer)}`); } };
    const timer = setInterval(flush, 5);
    await host.exec('mkdir', '-p', '/images', '/small');
    await host.exec('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/small');
    await host.exec('truncate', '-s', '16M', '/small/full.img');
    await host.exec('qemu-img', 'create', '-q', '-f', 'qcow2', '/images/web.qcow2', '32M');
    await host.exec('qemu-img', 'create', '-q', '-f', 'qcow2', '/images/spare.qcow2', '16M');
    await host.exec('truncate', '-s', '1M', '/images/a.iso', '/images/b.iso');
    const xml = guestXml({ name: 'web', uuid: 'a1a1a1a1-0000-4000-8000-000000000001', devices: `<disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='/images/web.qcow2'/><target dev='vda' bus='virtio'/></disk>
      <disk type='file' device='cdrom'><source file='/images/a.iso'/><target dev='sda' bus='sata'/><readonly/></disk>
      <disk type='file' device='cdrom'><source file='/images/none.iso' startupPolicy='optional'/><target dev='sdb' bus='sata'/><readonly/></disk>
      <disk type='file' device='disk'><driver name='qemu' type='raw' error_policy='report'/><source file='/small/full.img'/><target dev='vdf' bus='virtio'/></disk>
      <interface type='ethernet' trustGuestRxFilters='yes'><mac address='52:54:00:00:00:01'/><target dev='webtap'/><model type='virtio'/></interface>
      <channel type='unix'><target type='virtio' name='org.example.0'/></channel>
      <graphics type='vnc' socket='/run/vnc.sock'/>` }).replace('</features>', '</features><pm><suspend-to-mem enabled="yes"/></pm>');
    let web = await connection.domainDefineXML(xml);
    await step('create', () => web.create({ rawFlags: 1 }));
    await step('resume', () => web.resume());
    await step('boot', () => rec.next('domain-agent-lifecycle', e => e.state === 1));
    const con = await web.openConsole();
    let text = '';
    con.on('data', (d: Buffer) => { text += d.toString(); });
    let n = 0;
    const guest = async (cmd: string): Promise<void> => {
      const mark = `done${n++}x`;
      con.write(`${cmd}; echo ${mark.slice(0, 4)}''${mark.slice(4)}\n`);
      await eventually(cmd, async () => text.includes(mark), 10_000);
      log(`   guest: ${text.slice(-400).replaceAll('\r\n', ' | ')}`); text = '';
    };
    const settle = (): Promise<void> => new Promise(r => setTimeout(r, 500));
    await step('threshold', async () => { await web.setBlockThreshold('vda', 65536); await guest('dd if=/dev/zero of=/dev/vda bs=64k count=40 conv=fsync'); await settle(); });
    await step('ioerror', async () => { await guest('dd if=/dev/zero of=/dev/vdb bs=64k count=40 conv=fsync; ls /dev/vd*'); await settle(); });
    await step('rtc', async () => { await guest('ls /dev/rtc*; date -s 2031.01.01-00:00; hwclock -w -u'); await settle(); });
    await step('mac', async () => { await guest('ip link set eth0 address 52:54:00:00:00:77; ip link set eth0 promisc on'); await settle(); });
    await step('channel', async () => { await guest('exec 9<>/dev/virtio-ports/org.example.0; exec 9>&-'); await settle(); });
    await step('cd', async () => { await web.updateDeviceFlags(`<disk type='file' device='cdrom'><source file='/images/b.iso'/><target dev='sda' bus='sata'/><readonly/></disk>`, { rawFlags: 1 }); await settle(); });
    await step('vnc', async () => {
      const s = dial(`/proc/${host.pid}/root/run/vnc.sock`);
      const it = s[Symbol.asyncIterator]();
      await it.next(); s.write('RFB 003.008\n'); const t = await it.next(); log(`types ${t.value.toString('hex')}`); s.write(Uint8Array.of(1)); await it.next(); s.write(Uint8Array.of(1)); await it.next(); s.destroy(); await settle();
    });
    flush();
    await step('title', () => web.setMetadata(1, 'T', { rawFlags: 3 }));
    await step('tune', async () => { await web.setBlockIoTune('vda', { total_bytes_sec: 5_000_000n }, { rawFlags: 1 }); await settle(); });
    await step('memory', async () => { await web.setMemory(150_000, { rawFlags: 1 }); await settle(); });
    await step('attach', async () => { await web.attachDevice(`<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/images/spare.qcow2'/><target dev='vdc' bus='virtio'/><alias name='ua-spare'/></disk>`, { rawFlags: 1 }); await settle(); await web.detachDeviceAlias('ua-spare', { rawFlags: 1 }); await rec.next('domain-device-removed'); });
    await step('snap', async () => { await web.createSnapshotXML(`<domainsnapshot><name>o</name><disks><disk name='vda' snapshot='external'><source file='/images/layer.qcow2'/></disk><disk name='vdf' snapshot='no'/></disks></domainsnapshot>`, { rawFlags: 16 | 4 }); await web.blockCommit('vda', { rawFlags: 4 }); await rec.next('domain-block-job-2', e => e.status === 3); await web.blockJobAbort('vda', { rawFlags: 2 }); await settle(); });
    await step('suspend', async () => { await web.setVcpus(2, { rawFlags: 1 }); await guest('echo 1 > /sys/devices/system/cpu/cpu1/online'); const unplug = web.setVcpus(1, { rawFlags: 1 }).then(()=>log('unplugged'), e => log(`unplug ${e}`)); await rec.next('qemu-monitor', e => e.event==='DEVICE_DELETED' && (e.details?.includes('lapic')??false));  con.write('echo mem > /sys/power/state; echo r$?\n'); await settle(); await settle(); log(text); if (!rec.events.some(e => e.type==='domain-pm-suspend')) throw new Error('no suspend'); await settle(); await unplug; await web.pmWakeup(); await rec.next('domain-pm-wakeup'); await settle(); });
    await step('save', async () => { con.destroy(); await web.managedSave(); await settle(); });
    await step('start', async () => { await web.create(); await settle(); });
    await step('reset', async () => { await web.reset(); await settle(); });
    await step('destroy', async () => { await web.destroy(); await settle(); });
    await step('undefine', async () => { await web.undefine(); await settle(); });
    flush();
    clearInterval(timer);
    await rec.stop();
  }, 240_000);
});
