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
];
