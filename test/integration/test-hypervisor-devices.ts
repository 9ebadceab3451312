/*
 * Devices as people write them, and as virsh prints them: what stands in one text is one machine's.
 */

export const deviceCases: readonly string[] = [
  `<graphics type='vnc'/>`,
  `
    <graphics type='vnc' autoport='yes' passwd='x' keymap='de' sharePolicy='ignore'>
      <listen type='network' network='default'/></graphics>`,
  `<graphics type='vnc' socket='/s'/>`,
  `
    <graphics type='vnc' port='5900' websocket='-1' listen='127.0.0.1'/>
    <video><model type='virtio' heads='1'><acceleration accel3d='yes'/></model></video>`,
  `
    <graphics type='spice'/>
    <video><model type='none'/></video>`,
  `
    <graphics type='spice' port='5901' tlsPort='5902' autoport='no' listen='0.0.0.0' passwd='a' defaultMode='secure'>
      <channel name='main' mode='secure'/><streaming mode='filter'/><clipboard copypaste='no'/>
      <mouse mode='client'/><gl enable='no'/><filetransfer enable='no'/></graphics>`,
  `<graphics type='sdl' display=':0.0'/>`,
  `<graphics type='spice'><listen type='none'/></graphics>`,
  `<graphics type='rdp' autoport='yes' multiUser='yes'/>`,
  `<graphics type='spice' port='-1' tlsPort='-1' autoport='yes'/>`,
  `<graphics type='spice' port='5900' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>`,
  `<graphics type='spice' port='-1'/>`,
  `<graphics type='spice' autoport='no' port='5900'/>`,
  `<graphics type='vnc' port='5900' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>`,
  `<graphics type='vnc' port='5900'><listen type='socket' socket='/x'/></graphics>`,
  `<graphics type='vnc' listen='1.2.3.4'><listen type='address' address='127.0.0.1'/></graphics>`,
  `<graphics type='vnc' autoport='no'/>`,
  `<graphics type='vnc'><listen/></graphics>`,
  `<graphics type='vnc' port='0'/>`,
  `<graphics type='desktop'/>`,
  `<graphics type='egl-headless'/>`,
  `
    <video><model type='cirrus'/></video>
    <video><model type='qxl' ram='1' vram='2' vgamem='3' heads='2'/></video>
    <video><model type='virtio'/></video>`,
  `<video/>`,
  `
    <video><model type='qxl'/></video>
    <video><model type='vmvga'/></video>
    <video><model type='xen'/></video>
    <video><model type='bochs'/></video>`,
  `
    <video><model type='virtio' heads='2' primary='no'/></video>
    <video><model type='vga' vram='1000' primary='yes'/></video>`,
  `<video><driver name='qemu'/><model type='ramfb'/></video>`,
  `
    <video><model type='qxl' ram='1000' vram='1000'/></video>
    <video><model type='vmvga' vram='1000'/></video>
    <video><model type='cirrus' vram='9216'/></video>`,
  `
    <console type='pty'/>
    <console type='pty'><target type='virtio'/></console>`,
  `
    <serial type='pty'/>
    <serial type='file'><source path='/x'/><target port='3'/></serial>`,
  `
    <serial type='tcp'><source mode='bind' host='127.0.0.1' service='2445' tls='no'/>
      <protocol type='telnet'/></serial>`,
  `
    <serial type='udp'><source mode='bind' host='' service='2445'/>
      <source mode='connect' host='h' service='1'/></serial>`,
  `
    <serial type='unix'><source mode='bind' path='/x'/><log file='/l' append='on'/>
      <target type='isa-serial' port='0'><model name='isa-serial'/></target></serial>`,
  `
    <serial type='dev'><source path='/dev/ttyS0'/></serial>
    <console type='dev'><source path='/dev/ttyS0'/></console>`,
  `
    <serial type='pty'><source path='/dev/pts/1'/><alias name='serial0'/><target port='0'/></serial>
    <console type='pty'><target type='sclp'/></console>`,
  `<serial type='pty'><target type='usb-serial'/></serial>`,
  `<serial type='pty'><target type='pci-serial'/></serial>`,
  `
    <serial type='pty'/>
    <serial type='pty'/>
    <console type='pty'><target type='virtio'/></console>`,
  `
    <serial type='pty'><target port='1'/></serial>
    <serial type='pty'/>`,
  `
    <channel type='unix'><source mode='bind' path='/a'/>
      <target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>
      <address type='virtio-serial' controller='0' bus='0' port='1'/></channel>`,
  `<channel type='pty'><target type='guestfwd' address='10.0.2.1' port='4600'/></channel>`,
  `
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <channel type='spicevmc'><target type='virtio'/></channel>`,
  `
    <channel type='pty'><target type='virtio' name='a'/></channel>
    <channel type='unix'><source mode='connect' path='/z'/><target type='virtio' name='b'/></channel>
    <console type='pty' tty='/dev/pts/3'><source path='/dev/pts/3'/><target type='serial' port='0'/>
      <alias name='serial0'/></console>`,
  `<channel type='spicevmc'/>`,
  `
    <input type='mouse'/>
    <input type='keyboard' bus='ps2'/>
    <input type='tablet'/>`,
  `
    <input type='tablet'/>
    <input type='passthrough' bus='virtio'><source evdev='/dev/input/event1'/></input>`,
  `<input type='keyboard' bus='virtio' model='virtio'/>`,
  `
    <redirdev bus='usb' type='spicevmc'/>
    <redirdev bus='usb' type='tcp'><source mode='connect' host='h' service='1'/></redirdev>`,
  `<watchdog model='i6300esb'/>`,
  `
    <watchdog model='itco' action='pause'/>
    <watchdog model='i6300esb'/>`,
  `<watchdog model='i6300esb' action='dump'/>`,
  `<rng model='virtio'><backend model='random'/></rng>`,
  `
    <rng model='virtio'><backend model='egd' type='tcp'><source mode='connect' host='h' service='1'/>
      </backend></rng>`,
  `<memballoon model='virtio' autodeflate='on'><stats period='10'/></memballoon>`,
  `
    <memballoon model='virtio'/>
    <memballoon model='none'/>`,
  `<memballoon model='virtio'><stats period='0'/></memballoon>`,
  `
    <controller type='usb' index='0' model='ich9-ehci1'/>
    <controller type='usb' index='0' model='ich9-uhci1'><master startport='0'/></controller>`,
  `
    <controller type='virtio-serial' index='0' ports='16' vectors='4'/>
    <controller type='scsi' index='1'/>
    <controller type='scsi' index='0'/>
    <controller type='pci' index='2' model='pcie-root-port'><model name='pcie-root-port'/>
      <target chassis='1' port='0x8'/></controller>
    <controller type='pci' index='0' model='pcie-root'/>`,
  `
    <controller type='pci' index='0' model='pcie-root'/>
    <controller type='sata' index='0'>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x1f' function='0x2'/></controller>`,
  `
    <controller type='ide'/>
    <controller type='usb'/>
    <controller type='none'/>`,
  `
    <controller type='usb' model='piix3-uhci'/>
    <redirdev bus='usb' type='spicevmc'><address type='usb' bus='0' port='1'/></redirdev>
    <redirdev bus='usb' type='tcp'><source mode='connect' host='h' service='1'/><protocol type='raw'/></redirdev>
    <input type='tablet' bus='usb'><address type='usb' bus='0' port='2'/></input>
    <hub type='usb'/>`,
  `
    <sound model='es1370'/>
    <sound model='ich6'><codec type='duplex'/></sound>`,
  `
    <sound model='ich9'><audio id='1'/></sound>
    <audio id='1' type='spice'/>`,
  `
    <hostdev mode='subsystem' type='pci' managed='yes'><driver name='vfio'/><source>
      <address type='pci' domain='0' bus='6' slot='2' function='0'/></source><boot order='1'/>
      <rom bar='off'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x7' function='0x0' multifunction='on'/>
      </hostdev>`,
  `
    <hostdev mode='subsystem' type='usb' managed='yes'><source startupPolicy='optional'>
      <address bus='1' device='2'/></source></hostdev>`,
  `
    <hostdev mode='subsystem' type='mdev' model='vfio-pci'><source>
      <address uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source></hostdev>`,
  `
    <hostdev mode='subsystem' type='scsi' rawio='yes'><source><adapter name='scsi_host0'/>
      <address bus='0' target='0' unit='0'/></source>
      <address type='drive' controller='2' bus='0' target='0' unit='0'/></hostdev>`,
  `
    <hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/>
      <address bus='0' target='0' unit='0'/></source><readonly/></hostdev>`,
  `
    <filesystem type='mount'><driver type='virtiofs' queue='1024'/><source dir='/path'/>
      <target dir='mount_tag'/><readonly/></filesystem>
    <filesystem><source dir='/'/><target dir='x'/></filesystem>`,
  `<tpm model='tpm-crb'><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>`,
  `<tpm><backend type='emulator'/></tpm>`,
  `<vsock><cid auto='no' address='3'/></vsock>`,
  `
    <panic/>
    <panic model='hyperv'/>`,
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
