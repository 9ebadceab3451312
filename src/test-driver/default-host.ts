import { defaultCells, formatCapabilities } from './capabilities.ts';
import { Host } from './host.ts';
import { defaultNodeInfo } from './node-info.ts';
import { fillHost } from './parse-host.ts';
import { parseXml } from './xml/parse-xml.ts';

/** What is on the host of `test:///default`: the facts of libvirt's own, which programs know by heart. */
const objects = `<node>
  <domain type='test'>
    <name>test</name>
    <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
    <memory>8388608</memory>
    <currentMemory>2097152</currentMemory>
    <vcpu>2</vcpu>
    <os><type>hvm</type></os>
    <devices>
      <disk type='file' device='disk'>
        <source file='/guest/diskimage1'/>
        <target dev='vda' bus='virtio'/>
        <address type='pci' bus='1' slot='0'/>
      </disk>
      <interface type='network'>
        <mac address='aa:bb:cc:dd:ee:ff'/>
        <source network='default'/>
        <address type='pci' bus='0' slot='1'/>
      </interface>
      <memballoon model='virtio'>
        <address type='pci' bus='0' slot='2'/>
      </memballoon>
    </devices>
  </domain>
  <network>
    <name>default</name>
    <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>
    <forward/>
    <bridge name='virbr0'/>
    <ip address='192.168.122.1' netmask='255.255.255.0'>
      <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
    </ip>
  </network>
  <interface type='ethernet' name='eth1'>
    <start mode='onboot'/>
    <mtu size='1492'/>
    <protocol family='ipv4'>
      <ip address='192.168.0.5' prefix='24'/>
      <route gateway='192.168.0.1'/>
    </protocol>
    <mac address='aa:bb:cc:dd:ee:ff'/>
  </interface>
  <pool type='dir'>
    <name>default-pool</name>
    <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>
    <target><path>/default-pool</path></target>
  </pool>
  <device>
    <name>computer</name>
    <capability type='system'>
      <hardware>
        <vendor>Libvirt</vendor>
        <version>Test driver</version>
        <serial>123456</serial>
        <uuid>11111111-2222-3333-4444-555555555555</uuid>
      </hardware>
      <firmware>
        <vendor>Libvirt</vendor>
        <version>Test Driver</version>
        <release_date>01/22/2007</release_date>
      </firmware>
    </capability>
  </device>
  ${adapter({ host: 1, parent: 'computer', wwnn: '2000000012341234', wwpn: '1000000012341234', fabric: '2000000043214321' })}
  ${adapter({ host: 2, parent: 'computer', wwnn: '2000000056785678', wwpn: '1000000056785678', fabric: '2000000087658765' })}
  ${adapter({ host: 11, parent: 'scsi_host1', wwnn: '2000000034563456', wwpn: '1000000034563456', fabric: '2000000043214321' })}
</node>`;

interface Adapter {
  readonly host: number;
  readonly parent: string;
  readonly wwnn: string;
  readonly wwpn: string;
  readonly fabric: string;
}

/** A Fibre Channel adapter; those of the machine itself can make virtual ones, as whose parents they stand. */
function adapter({ host, parent, wwnn, wwpn, fabric }: Adapter): string {
  return `<device>
    <name>scsi_host${host}</name>
    <parent>${parent}</parent>
    <capability type='scsi_host'>
      <host>${host}</host>
      <unique_id>${host - 1}</unique_id>
      <capability type='fc_host'>
        <wwnn>${wwnn}</wwnn>
        <wwpn>${wwpn}</wwpn>
        <fabric_wwn>${fabric}</fabric_wwn>
      </capability>
      ${parent === 'computer' ? "<capability type='vport_ops'/>" : ''}
    </capability>
  </device>`;
}

/** The host of `test:///default`, as it is before anybody has changed it. */
export function defaultHost(): Host {
  const freeKib = defaultCells.reduce((total, { freeMemory }) => total + freeMemory, 0);
  const host = new Host({
    nodeInfo: defaultNodeInfo,
    capabilities: formatCapabilities(defaultCells),
    cells: defaultCells,
    freeMemory: BigInt(freeKib),
  });
  fillHost(host, parseXml(objects));
  return host;
}
