/*
 * Disks and network interfaces as people write them, and what else came with them.
 */

export const diskAndInterfaceCases: readonly string[] = [
  `
    <disk type='file'><source file='/a'/><target dev='vdb'/></disk>
    <disk type='file'><source file='/a'/><target dev='hda'/></disk>
    <disk type='file'><source file='/a'/><target dev='vda'/></disk>
    <disk type='file'><target dev='sda' bus='usb'/></disk>
    <disk type='file'><source file='/b'/><target dev='xvda'/></disk>`,
  `
    <disk><source file='/a'/><target dev='vda'/></disk>
    <disk><source file='/a'/><target dev='vda'/></disk>`,
  `
    <disk type='dir'><source dir='/a'/><target dev='vda'/></disk>
    <disk type='block' device='cdrom'><source dev='/dev/sr0'/><target dev='hdc' bus='ide' tray='open'/></disk>`,
  `
    <disk type='file'><source file='/a'/><target dev='sdp' bus='scsi'/></disk>
    <disk type='file'><source file='/a'/><target dev='sdb' bus='sata'/></disk>
    <disk type='file'><source file='/a'/><target dev='sdaa' bus='scsi'/></disk>
    <disk type='file'><source file='/c'/><target dev='hdd'/></disk>`,
  `
    <disk type='network' device='disk'><source protocol='nbd' name='e' tls='yes'>
      <host name='h' port='10809'/></source><target dev='vda'/></disk>
    <disk type='network'><source protocol='https' name='url_path' query='foo=bar'>
      <host name='hostname' port='443'/><ssl verify='no'/><cookies><cookie name='test'>v</cookie></cookies>
      <readahead size='65536'/><timeout seconds='6'/></source><target dev='vdb'/></disk>
    <disk type='network'><source protocol='iscsi' name='iqn.2013-07.com.example:iscsi-nopool/2'>
      <host name='example.com' port='3260'/></source><target dev='vdc'/></disk>`,
  `
    <disk type='nvme' device='disk'><source type='pci' managed='yes' namespace='1'>
      <address domain='0x0000' bus='0x01' slot='0x00' function='0x0'/></source>
      <target dev='vde' bus='virtio'/></disk>`,
  `
    <disk type='file'><source file='/a'/><target dev='vda'/><iotune><read_bytes_sec>1</read_bytes_sec>
      <write_iops_sec>5</write_iops_sec><total_iops_sec>0</total_iops_sec><group_name>g</group_name>
      </iotune></disk>`,
  `
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='writeback' error_policy='stop' rerror_policy='ignore' io='threads' ioeventfd='on' event_idx='off' copy_on_read='on' discard='unmap' detect_zeroes='unmap' queues='4'/>
      <source file='/a' startupPolicy='optional' index='1'><seclabel model='selinux' relabel='no'/></source>
      <backingStore type='file'><format type='qcow2'/><source file='/b'/><backingStore/></backingStore>
      <target dev='vda' bus='virtio'/><address type='pci' bus='0' slot='5'/><transient/>
      <geometry cyls='1' heads='2' secs='3' trans='lba'/></disk>`,
  `
    <disk type='file'><source file='/a'><encryption format='luks'>
      <secret type='passphrase' uuid='f52a81b2-424e-490c-823d-6bd4235bc572'/></encryption></source>
      <target dev='vda'/></disk>`,
  `
    <disk type='file'><source file='/a'/><target dev='vda'/><encryption format='luks'>
      <secret type='passphrase' uuid='f52a81b2-424e-490c-823d-6bd4235bc572'/></encryption></disk>`,
  `
    <disk type='file'><source file='/a'/><target dev='sda' bus='usb' removable='on'/></disk>
    <disk type='file'><source file='/b'/><target dev='xvda'/></disk>
    <disk type='file'><source file='/b'/><target dev='foo'/></disk>`,
  `
    <disk type='file'><source file='/a'/><target dev='vdb'/></disk>
    <disk type='file'><source file='/a'/><target dev='hda'/></disk>
    <disk type='file'><source file='/a'/><target dev='vda'/></disk>
    <disk type='file'><source file='/b'/><target dev='xvda'/></disk>`,
  `
    <disk type='file' device='floppy'><target dev='fda'/></disk>
    <disk type='file' device='cdrom'><source/><target dev='sda' bus='scsi'/><readonly/></disk>`,
  `
    <disk type='network'><auth username='u'><secret type='ceph' usage='x'/></auth>
      <source protocol='rbd' name='p/i'/><target dev='vda'/></disk>`,
  `<disk type='file'><source file='/a'/><target bus='virtio'/></disk>`,
  `
    <disk type='file' device='disk'><source file='/a'/><target dev='sda' bus='scsi'/>
      <address type='drive' controller='1' bus='0' target='0' unit='3'/></disk>
    <controller type='scsi' index='1' model='lsilogic'/>`,
  `
    <interface type='hostdev' managed='yes'><mac address='52:54:00:00:00:01'/><source>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x07' function='0x0'/></source>
      <driver name='vfio'/><vlan><tag id='4'/></vlan></interface>`,
  `
    <interface type='vhostuser'><mac address='52:54:00:00:00:01'/>
      <source type='unix' path='/tmp/v.sock' mode='server'/><model type='virtio'/></interface>`,
  `
    <interface type='mcast'><mac address='52:54:00:00:00:01'/><source address='230.0.0.1' port='5558'/>
      </interface>
    <interface type='udp'><mac address='52:54:00:00:00:02'/><source address='127.0.0.1' port='11115'>
      <local address='127.0.0.1' port='11116'/></source></interface>`,
  `
    <interface type='internal'><mac address='52:54:00:00:00:01'/><source name='x'/></interface>
    <interface type='direct' trustGuestRxFilters='yes'><mac address='52:54:00:00:00:02'/>
      <source dev='eth0'/></interface>`,
  `
    <interface type='network'><mac address='52:54:00:00:00:01' type='static' check='no'/>
      <source network='default'/><target dev='my0'/><model type='virtio'/>
      <driver name='vhost' txmode='iothread' ioeventfd='on' event_idx='off' queues='5' rx_queue_size='256' tx_queue_size='256'>
      <host csum='off'/><guest csum='off'/></driver></interface>`,
  `<interface type='network'><mac address='00:00'/><source network='default'/></interface>`,
  `<interface type='network'><mac address='52:54:00:00:00:01'/><source/></interface>`,
  `<interface type='bridge'><mac address='52:54:00:00:00:01'/></interface>`,
  `<interface type='network'><mac address='01:54:00:00:00:01'/><source network='default'/></interface>`,
  `
    <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default' portgroup='pg'/>
      <target dev='vnet3'/><model type='rtl8139'/><filterref filter='clean-traffic'>
      <parameter name='IP' value='10.0.0.1'/></filterref><tune><sndbuf>1600</sndbuf></tune><coalesce><rx>
      <frames max='7'/></rx></coalesce><port isolated='yes'/><rom file='/r'/><alias name='ua-net'/>
      <bandwidth><outbound average='128'/></bandwidth><link state='up'/><backend tap='/dev/net/tun'/>
      <address type='pci' domain='0' bus='0' slot='3' function='0'/></interface>`,
  `
    <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/>
      <virtualport type='openvswitch'>
      <parameters interfaceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f' profileid='x'/></virtualport>
      <vlan trunk='yes'><tag id='42'/><tag id='47' nativeMode='tagged'/></vlan><bandwidth>
      <outbound average='128'/><inbound average='1'/></bandwidth></interface>`,
  `
    <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>
      <target dev='testnet0'/></interface>
    <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>
    <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>
      <target dev='macvtap0'/></interface>
    <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>
      <target dev='vnetx'/></interface>`,
  `<interface type='network'><mac address='52:54:0:1:2:3'/><source network='default'/><link/></interface>`,
  `
    <emulator>/usr/bin/x</emulator>
    <lease><lockspace>s</lockspace><key>k</key><target path='/p' offset='1024'/></lease>`,
  `<emulator/>`,
  `
    <parallel type='pty'/>
    <parallel type='pty'><target port='5'/></parallel>`,
  `
    <parallel type='pty'/>
    <parallel type='pty'/>`,
  `
    <parallel type='pty'><target port='2'/></parallel>
    <parallel type='pty'/>`,
  `
    <smartcard mode='passthrough' type='spicevmc'/>
    <smartcard mode='host'/>`,
  `
    <smartcard mode='passthrough' type='tcp'><source mode='bind' host='127.0.0.1' service='2001'/>
      <protocol type='raw'/><address type='ccid' controller='1' slot='0'/></smartcard>`,
  `<hub type='usb'><address type='usb' bus='0' port='1'/></hub>`,
];
