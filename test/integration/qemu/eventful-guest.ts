import { guestXml } from '../../support/qemu-lab/guest-xml.ts';
import type { QemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { images } from './guest.ts';

/** A file system with room for less than the disk that is on it. */
const smallPlace = '/small';

export const vncSocket = '/run/eventful-vnc.sock';
export const fullDisk = `${smallPlace}/full.img`;
export const absentMedium = `${images}/absent.iso`;

const medium = (target: string, source: string): string =>
  `<disk type='file' device='cdrom'>${source}<target dev='${target}' bus='sata'/><readonly/></disk>`;

/** A guest with all that events are about: disks, one of them too large for its place, drives, channels, a screen. */
export const eventfulXml: string = guestXml({
  name: 'eventful',
  uuid: 'a1a1a1a1-0000-4000-8000-0000000000e7',
  devices: `<disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='${images}/eventful.qcow2'/><target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw' error_policy='report'/><source file='${fullDisk}'/><target dev='vdb' bus='virtio'/>
    </disk>
    ${medium('sda', `<source file='${images}/first.iso'/>`)}
    ${medium('sdb', `<source file='${absentMedium}' startupPolicy='optional'/>`)}
    <interface type='ethernet' trustGuestRxFilters='yes'>
      <mac address='52:54:00:00:00:e7'/><target dev='eventfultap'/><model type='virtio'/>
    </interface>
    <channel type='unix'><target type='virtio' name='org.example.0'/></channel>
    <watchdog model='i6300esb' action='none'/>
    <graphics type='vnc' socket='${vncSocket}'/>`,
}).replace('</features>', "</features><pm><suspend-to-mem enabled='yes'/></pm>");

export const otherMediumXml: string = medium('sda', `<source file='${images}/second.iso'/>`);

export const spareDiskXml = `<disk type='file' device='disk'>
  <driver name='qemu' type='qcow2'/><source file='${images}/spare.qcow2'/><target dev='vdc' bus='virtio'/>
  <alias name='ua-spare'/>
</disk>`;

export const layerXml = `<domainsnapshot><name>layer</name><disks>
  <disk name='vda' snapshot='external'><source file='${images}/layer.qcow2'/></disk><disk name='vdb' snapshot='no'/>
</disks></domainsnapshot>`;

/** Makes what the guest's devices are on. */
export async function makeEventfulPlace(host: QemuHost): Promise<void> {
  const commands = [
    `mkdir -p ${images} ${smallPlace}`,
    `mount -t tmpfs -o size=1m tmpfs ${smallPlace}`,
    `truncate -s 16M ${fullDisk}`,
    `truncate -s 1M ${images}/first.iso ${images}/second.iso`,
    `qemu-img create -q -f qcow2 ${images}/eventful.qcow2 32M`,
    `qemu-img create -q -f qcow2 ${images}/spare.qcow2 16M`,
  ];
  await host.exec('sh', '-ec', commands.join('\n'));
}

/** What the guest does to let its watchdog bite: its kernel has no driver for it, so its registers are written to. */
export const watchdogCommand: string = [
  'd=$(dirname $(grep -l 0x25ab /sys/bus/pci/devices/*/device))',
  'echo 1 > $d/enable',
  "b=$(head -n 1 $d/resource | cut -d ' ' -f 1)",
  'unlock() { devmem $((b + 12)) 16 0x80; devmem $((b + 12)) 16 0x86; }',
  'unlock; devmem $((b)) 32 0x40; unlock; devmem $((b + 4)) 32 0x40',
  "printf '\\002' | dd of=$d/config bs=1 seek=104 conv=notrunc 2>/dev/null",
].join('; ');
