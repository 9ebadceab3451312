import { parseUuid } from '../../../src/client/uuid.ts';
import type {
  NonnullDomain,
  NonnullInterface,
  NonnullNetwork,
  NonnullStoragePool,
  NonnullStorageVol,
} from '../../../src/generated/remote-types.ts';

const uuids = {
  web: 'a1a1a1a1-0000-4000-8000-000000000001',
  mail: 'a1a1a1a1-0000-4000-8000-000000000002',
  blue: 'b1b1b1b1-0000-4000-8000-000000000001',
  images: 'c1c1c1c1-0000-4000-8000-000000000001',
} as const;

/*
 * What nodeXml holds, as the protocol refers to it.
 */
export const web: NonnullDomain = { name: 'web', uuid: parseUuid(uuids.web), id: 1 };
export const mail: NonnullDomain = { name: 'mail', uuid: parseUuid(uuids.mail), id: -1 };
export const blue: NonnullNetwork = { name: 'blue', uuid: parseUuid(uuids.blue) };
export const images: NonnullStoragePool = { name: 'images', uuid: parseUuid(uuids.images) };
export const one: NonnullStorageVol = { pool: 'images', name: 'one.img', key: '/images/one.img' };
export const eth1: NonnullInterface = { name: 'eth1', mac: 'aa:bb:cc:dd:ee:ff' };

/** How many CPUs the host has, which is how many bits of a CPU map count. */
export const hostCpus = 8;

const fibreChannelHost = (name: string, parent: string, host: number, ports: string): string => `
  <device>
    <name>${name}</name><parent>${parent}</parent>
    <capability type='scsi_host'>
      <host>${host}</host><unique_id>${host - 1}</unique_id>
      <capability type='fc_host'>
        <wwnn>20000000${ports}</wwnn><wwpn>10000000${ports}</wwpn><fabric_wwn>2000000043214321</fabric_wwn>
      </capability>
      <capability type='vport_ops'><max_vports>8</max_vports><vports>0</vports></capability>
    </capability>
  </device>`;

/**
 * A host with something of every kind that the test driver has. Each connection to a file like this has a state of its
 * own, so that two connections start from the same one.
 */
export const nodeXml = `<node>
  <cpu>
    <mhz>2600</mhz><model>i986</model><active>${hostCpus}</active>
    <nodes>2</nodes><sockets>2</sockets><cores>2</cores><threads>1</threads>
  </cpu>
  <memory>8388608</memory>
  <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
    <name>web</name>
    <uuid>${uuids.web}</uuid>
    <title>Ein größerer Server</title>
    <memory unit='KiB'>2097152</memory>
    <currentMemory unit='KiB'>1048576</currentMemory>
    <vcpu current='2'>4</vcpu>
    <iothreads>2</iothreads>
    <os><type>hvm</type></os>
    <devices>
      <disk type='file' device='disk'><source file='/images/one.img'/><target dev='vda' bus='virtio'/></disk>
      <interface type='network'>
        <mac address='52:54:00:00:00:01'/><source network='blue'/><target dev='testnet0'/>
      </interface>
      <graphics type='vnc' port='5900' autoport='no'/>
      <memballoon model='virtio'/>
    </devices>
    <test:runstate>1</test:runstate>
  </domain>
  <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
    <name>mail</name>
    <uuid>${uuids.mail}</uuid>
    <memory>1048576</memory>
    <vcpu>2</vcpu>
    <os><type>hvm</type></os>
    <devices>
      <disk type='file' device='disk'>
        <driver name='qemu' type='qcow2'/><source file='/images/mail.img'/><target dev='vda' bus='virtio'/>
      </disk>
    </devices>
    <test:runstate>5</test:runstate>
  </domain>
  <network>
    <name>blue</name>
    <uuid>${uuids.blue}</uuid>
    <bridge name='virbr5'/>
    <ip address='192.168.5.1' netmask='255.255.255.0'/>
  </network>
  <interface type='ethernet' name='eth1'>
    <start mode='onboot'/><mac address='aa:bb:cc:dd:ee:ff'/><mtu size='1492'/>
  </interface>
  <pool type='dir'>
    <name>images</name>
    <uuid>${uuids.images}</uuid>
    <target><path>/images</path></target>
    <volume>
      <name>one.img</name>
      <capacity unit='bytes'>9007199254740993</capacity><allocation>4096</allocation>
      <target><format type='raw'/></target>
    </volume>
  </pool>
  <device>
    <name>computer</name>
    <capability type='system'>
      <hardware>
        <vendor>Libvirt</vendor><version>Test driver</version><serial>123456</serial>
        <uuid>11111111-2222-3333-4444-555555555555</uuid>
      </hardware>
      <firmware><vendor>Libvirt</vendor><version>Test driver</version><release_date>01/22/2007</release_date></firmware>
    </capability>
  </device>
${fibreChannelHost('scsi_host1', 'computer', 1, '12341234')}
${fibreChannelHost('scsi_host11', 'scsi_host1', 11, '34563456')}
</node>
`;
