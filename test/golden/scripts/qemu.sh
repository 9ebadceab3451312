#!/bin/sh
# virsh against the QEMU driver, with a small guest under TCG: what the test driver has not got.
# KERNEL and INITRD must boot to a shell on ttyS0 and start qemu-guest-agent; IMAGES is a directory that QEMU may write.
set -u
uri="qemu+unix:///system?socket=${RECORDER_SOCKET:?}"
kernel=${KERNEL:-/var/lib/libvirt/images/vmlinuz}
initrd=${INITRD:-/var/lib/libvirt/images/initrd.img}
images=${IMAGES:-/var/lib/libvirt/images}/golden
directory=$(mktemp -d)
trap 'umount "$images/small"; rm -r "$directory" "$images"' EXIT
mkdir -p "$images/pool" "$images/small"
mount -t tmpfs -o size=512k tmpfs "$images/small" # for a disk that runs out of space
cd "$directory" || exit 1

qemu-img create -q -f qcow2 "$images/golden.qcow2" 16M
qemu-img create -q -f qcow2 "$images/second.qcow2" 4M
qemu-img create -q -f qcow2 "$images/third.qcow2" 4M
truncate -s 4M "$images/small/disk.img"
truncate -s 64K "$images/cd.iso"
cat >domain.xml <<X
<domain type='qemu'>
  <name>golden</name>
  <uuid>00112233-4455-6677-8899-aabbccddeeff</uuid>
  <memory unit='MiB'>192</memory>
  <vcpu current='1'>2</vcpu>
  <iothreads>1</iothreads>
  <os><type arch='x86_64' machine='q35'>hvm</type><kernel>$kernel</kernel><initrd>$initrd</initrd><cmdline>console=ttyS0 quiet</cmdline></os>
  <features><acpi/></features>
  <cpu mode='custom' match='exact'><model>qemu64</model></cpu>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <pm><suspend-to-mem enabled='yes'/></pm>
  <devices>
    <disk type='file' device='disk'><driver name='qemu' type='qcow2' discard='unmap'/><source file='$images/golden.qcow2'/><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='cdrom'><source file='$images/absent.iso' startupPolicy='optional'/><target dev='sda' bus='sata'/><readonly/></disk>
    <controller type='virtio-serial' index='0'/>
    <controller type='pci' model='pcie-root'/>
    <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
    <interface type='network' trustGuestRxFilters='yes'><mac address='52:54:00:00:00:01'/><source network='golden-net'/><model type='virtio'/></interface>
    <serial type='pty'><target port='0'/></serial><console type='pty'><target type='serial' port='0'/></console>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <channel type='unix'><target type='virtio' name='org.example.golden'/></channel>
    <graphics type='vnc' autoport='yes' listen='127.0.0.1'/>
    <video><model type='vga'/></video>
    <memballoon model='virtio'><stats period='2'/></memballoon>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices>
</domain>
X
cat >disk.xml <<X
<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='$images/second.qcow2'/><target dev='vdb' bus='virtio'/><alias name='ua-second'/></disk>
X
cat >small.xml <<X
<disk type='file' device='disk'><driver name='qemu' type='raw' error_policy='report'/><source file='$images/small/disk.img'/><target dev='vdd' bus='virtio'/></disk>
X
cat >copy.xml <<X
<disk type='file'><driver type='qcow2'/><source file='$images/copy.qcow2'/></disk>
X
cat >cdrom.xml <<X
<disk type='file' device='cdrom'><source file='$images/cd.iso'/><target dev='sda' bus='sata'/><readonly/></disk>
X
cat >network.xml <<'X'
<network><name>golden-net</name><uuid>00112233-4455-6677-8899-aabbccddee01</uuid><bridge name='virbr7'/><forward mode='nat'/>
<ip address='10.77.7.1' netmask='255.255.255.0'><dhcp><range start='10.77.7.2' end='10.77.7.9'/></dhcp></ip></network>
X
cat >port.xml <<'X'
<networkport><uuid>00112233-4455-6677-8899-aabbccddee02</uuid><owner><name>golden</name><uuid>00112233-4455-6677-8899-aabbccddeeff</uuid></owner><mac address='52:54:00:00:00:08'/></networkport>
X
cat >pool.xml <<X
<pool type='dir'><name>golden-pool</name><uuid>00112233-4455-6677-8899-aabbccddee03</uuid><target><path>$images/pool</path></target></pool>
X
cat >volume.xml <<'X'
<volume><name>from.img</name><capacity unit='KiB'>300</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>
X
cat >secret.xml <<'X'
<secret ephemeral='no' private='no'><uuid>00112233-4455-6677-8899-aabbccddee04</uuid><description>golden</description><usage type='volume'><volume>/golden/encrypted.img</volume></usage></secret>
X
sed "s/private='no'/private='yes'/; s/ee04/ee05/; s/encrypted/private/" secret.xml >private-secret.xml
cat >filter.xml <<'X'
<filter name='golden-filter' chain='root'><uuid>00112233-4455-6677-8899-aabbccddee06</uuid><rule action='drop' direction='in' priority='500'><tcp dstportstart='23'/></rule></filter>
X
cat >binding.xml <<'X'
<filterbinding><owner><name>golden</name><uuid>00112233-4455-6677-8899-aabbccddeeff</uuid></owner><portdev name='golden0'/><mac address='52:54:00:00:00:07'/><filterref filter='golden-filter'/></filterbinding>
X
cat >checkpoint.xml <<'X'
<domaincheckpoint><name>mark</name><disks><disk name='vda'/></disks></domaincheckpoint>
X
cat >backup.xml <<X
<domainbackup><disks><disk name='vda' type='file'><target file='$images/backup.qcow2'/><driver type='qcow2'/></disk></disks></domainbackup>
X
cat >incremental.xml <<X
<domainbackup><incremental>mark</incremental><disks><disk name='vda' type='file'><target file='$images/incremental.qcow2'/><driver type='qcow2'/></disk></disks></domainbackup>
X
cat >pull.xml <<X
<domainbackup mode='pull'><server transport='unix' socket='$images/nbd.socket'/><disks><disk name='vda' type='file'><scratch file='$images/scratch.qcow2'/></disk></disks></domainbackup>
X
cat >cpu.xml <<'X'
<cpu><arch>x86_64</arch><model>core2duo</model><vendor>Intel</vendor><topology sockets='1' cores='2' threads='1'/><feature name='lahf_lm'/></cpu>
X
sed "s/<name>golden/<name>passing/; /<uuid>/d; s/:01'/:02'/; /cdrom/d; s/golden.qcow2/second.qcow2/; s/network' trust[^>]*/user'/; s/<source network[^>]*>//" domain.xml >transient.xml
echo 'ssh-ed25519 AAAAgolden made-up' >keys
seq 1 99999 | head -c 307200 >data.img
truncate -s 1M sparse.img && head -c 65536 data.img | dd of=sparse.img bs=64k seek=4 conv=notrunc status=none
truncate -s 5G huge.img && printf end | dd of=huge.img bs=1 seek=5368709117 conv=notrunc status=none
head -c 30 /dev/urandom | base64 | tr -d '\n' >secret.value

virsh() { command virsh -c "$uri" "$@"; }
# in the background only a plain command has virsh's own process id
listen() { env virsh -c "$uri" "$@" --loop --timeout 300 >/dev/null 2>&1 & listeners="$listeners $!"; }
watch() { stdbuf -oL virsh -c "$uri" event --domain golden --event agent-lifecycle --loop --timeout 60 >agent.log & agent=$!; }
ready() { # the guest's agent has come since watch
  while kill -0 $agent 2>/dev/null && ! grep -q "state: 'connected'" agent.log; do sleep 0.1; done
  kill -INT $agent; wait $agent
}
inside() { # a shell command in the guest
  virsh qemu-agent-command golden "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"/bin/sh\",\"arg\":[\"-c\",\"$1\"]}}"
}
listeners=
listen event --all
listen qemu-monitor-event --domain golden
listen qemu-monitor-event --event 'RTC|DEVICE' --regex
listen net-event --event lifecycle
listen net-event --event metadata-change
listen pool-event --event lifecycle
listen pool-event --event refresh
listen secret-event --event lifecycle
listen secret-event --event value-changed
listen nodedev-event --event lifecycle
sleep 1 # until they are registered

virsh <<V
version --daemon
uri
maxvcpus qemu
capabilities
domcapabilities --virttype qemu --arch x86_64 --machine q35
cpu-models x86_64
cpu-compare cpu.xml
cpu-baseline cpu.xml
hypervisor-cpu-compare --virttype qemu cpu.xml
hypervisor-cpu-baseline --virttype qemu cpu.xml
hypervisor-cpu-models --virttype qemu --arch x86_64
nodeinfo
nodecpumap
nodecpustats
nodememstats
nodesevinfo
node-memory-tune
freecell
freepages --cellno 0 --pagesize 4
net-define network.xml
net-start golden-net
net-autostart golden-net
net-autostart golden-net --disable
net-list --all
net-info golden-net
net-dumpxml golden-net
net-update golden-net add ip-dhcp-host "<host mac='52:54:00:00:00:01' ip='10.77.7.5'/>" --live --config
net-desc golden-net --config a described network
net-desc golden-net --title --config a title
net-desc golden-net --config
net-metadata golden-net http://example.com/golden --config --key g --set "<seen/>"
net-metadata golden-net http://example.com/golden --config
nwfilter-list
nwfilter-define filter.xml
nwfilter-define filter.xml --validate
nwfilter-dumpxml golden-filter
nwfilter-dumpxml 00112233-4455-6677-8899-aabbccddee06
secret-define secret.xml
secret-define private-secret.xml --validate
secret-list
secret-list --ephemeral --private
secret-dumpxml 00112233-4455-6677-8899-aabbccddee04
secret-set-value 00112233-4455-6677-8899-aabbccddee04 --file secret.value --plain
secret-get-value 00112233-4455-6677-8899-aabbccddee04
secret-set-value 00112233-4455-6677-8899-aabbccddee05 --file secret.value --plain
secret-get-value 00112233-4455-6677-8899-aabbccddee05
secret-undefine 00112233-4455-6677-8899-aabbccddee04
secret-undefine 00112233-4455-6677-8899-aabbccddee05
secret-dumpxml 00112233-4455-6677-8899-aabbccddee05
pool-capabilities
pool-define pool.xml
pool-build golden-pool
pool-start golden-pool
pool-refresh golden-pool
pool-info golden-pool
pool-dumpxml golden-pool
vol-create golden-pool volume.xml
vol-create-as golden-pool sparse.img 1M
vol-create-as golden-pool huge.img 5G --allocation 0
vol-create-as golden-pool two.qcow2 4M --format qcow2
vol-upload from.img data.img --pool golden-pool
vol-upload sparse.img sparse.img --pool golden-pool --sparse
vol-upload huge.img huge.img --pool golden-pool --sparse
vol-upload from.img data.img --pool golden-pool --offset 1024 --length 2048
vol-upload from.img sparse.img --pool golden-pool
vol-download from.img down.img --pool golden-pool
vol-download sparse.img down.img --pool golden-pool --sparse
vol-download huge.img down.img --pool golden-pool --sparse
vol-download from.img down.img --pool golden-pool --offset 1000 --length 50
vol-download from.img down.img --pool golden-pool --offset 999999999
vol-info from.img --pool golden-pool --physical
vol-path from.img --pool golden-pool
vol-dumpxml two.qcow2 --pool golden-pool
vol-clone from.img clone.img --pool golden-pool
vol-resize from.img 400K --pool golden-pool
vol-wipe clone.img --pool golden-pool
vol-wipe clone.img --pool golden-pool --algorithm zero
vol-list golden-pool --details
vol-delete clone.img --pool golden-pool
vol-delete from.img --pool golden-pool
vol-delete sparse.img --pool golden-pool
vol-delete huge.img --pool golden-pool
vol-delete two.qcow2 --pool golden-pool
pool-destroy golden-pool
pool-delete golden-pool
pool-undefine golden-pool
find-storage-pool-sources dir
iface-list --all
nodedev-list
nodedev-list --cap net
nodedev-dumpxml net_lo_00_00_00_00_00_00
define domain.xml
define domain.xml --validate
domxml-to-native qemu-argv --domain golden
domxml-from-native qemu-argv keys
dominfo golden
domstats golden
V

watch
virsh start golden
ready
printf 'RFB 003.008\n\001\001' | timeout 2 nc 127.0.0.1 5900 >/dev/null # a VNC client looks in
# dash has no terminal to give: script makes one
{ sleep 1; printf '\recho golden $((6 * 7))\r'; sleep 2; printf '\035'; } | script -qec "virsh -c '$uri' console golden --force" /dev/null >/dev/null
inside 'exec 3<>/dev/virtio-ports/org.example.golden; sleep 1' >/dev/null

virsh <<V
list
dominfo golden
domstate golden --reason
domcontrol golden
dumpxml golden
dumpxml golden --inactive --security-info --update-cpu --migratable
ttyconsole golden
vncdisplay golden
domdisplay golden --all
domdisplay-reload golden
screenshot golden screen.png
send-key golden KEY_LEFTALT KEY_F1 --holdtime 50
inject-nmi golden
domstats
domstats golden --raw --state --cpu-total --balloon --vcpu --interface --block --perf --iothread --memory --vm
domstats golden --block --backing --nowait
dommemstat golden
dommemstat golden --period 1 --live
domblklist golden --details
domblkinfo golden vda
domblkinfo golden --all
domblkstat golden vda --human
domblkstat golden
domblkerror golden
domblkthreshold golden vda 65536
domiflist golden
domifstat golden 52:54:00:00:00:01
domif-getlink golden 52:54:00:00:00:01
domifaddr golden
domifaddr golden --source agent --full
domifaddr golden --source arp
net-dhcp-leases golden-net
net-port-list golden-net
domif-setlink golden 52:54:00:00:00:01 down
domif-setlink golden 52:54:00:00:00:01 up
domiftune golden 52:54:00:00:00:01 --inbound 1000,2000,3000 --outbound 500
domiftune golden 52:54:00:00:00:01
domifannounce golden
domifannounce golden 52:54:00:00:00:01 --initial 50 --max 550 --rounds 5 --step 100
domifannounce golden vnet77
qemu-monitor-command golden '{"execute":"query-status"}'
qemu-monitor-command golden --hmp info status
qemu-monitor-command golden --pretty query-name
qemu-monitor-command golden '{"execute":"no-such-command"}'
qemu-agent-command golden '{"execute":"guest-ping"}'
qemu-agent-command golden '{"execute":"guest-info"}' --timeout 5
qemu-agent-command golden '{"execute":"no-such-command"}' --async
guest-agent-timeout golden --timeout 20
guestinfo golden
guestvcpus golden
guestvcpus golden --cpulist 0 --enable
domhostname golden --source agent
domtime golden
domtime golden --now
domtime golden --time 1600000000
domfsinfo golden
domfsfreeze golden
domfsthaw golden
domfstrim golden
get-user-sshkeys golden root
set-user-sshkeys golden root keys
set-user-password golden root made-up
schedinfo golden
schedinfo golden --live --set vcpu_quota=50000
vcpuinfo golden
vcpupin golden
vcpupin golden 0 0
emulatorpin golden
emulatorpin golden 0
iothreadinfo golden
iothreadadd golden 3
iothreadpin golden 3 0
iothreadset golden 3 --poll-max-ns 32768 --poll-grow 2
iothreaddel golden 3
numatune golden
memtune golden
blkiotune golden
blkiotune golden --weight 300
perf golden
perf golden --enable cpu_clock
cpu-stats golden
blkdeviotune golden vda --total-bytes-sec 10485760 --total-iops-sec 1000 --group-name grouped
blkdeviotune golden vda
blkdeviotune golden vda --total-bytes-sec 0 --total-iops-sec 0
domthrottlegroupset golden limit --total-bytes-sec 10485760 --live
domthrottlegroupinfo golden limit
domthrottlegrouplist golden
domthrottlegroupdel golden limit --live
domlaunchsecinfo golden
domdirtyrate-calc golden --seconds 1
set-lifecycle-action golden crash restart --live
metadata golden http://example.com/golden --live --key g --set "<seen/>"
metadata golden http://example.com/golden --live
desc golden --live a live description
migrate-setmaxdowntime golden 200
migrate-getmaxdowntime golden
migrate-compcache golden --size 67108864
migrate-compcache golden
migrate-setspeed golden 100
migrate-getspeed golden
migrate-setspeed golden 100 --postcopy
migrate golden qemu+tcp://127.0.0.1:1/system
migrate golden qemu+tcp://127.0.0.1:1/system --p2p --live
domjobinfo golden
domjobabort golden
suspend golden
resume golden
attach-device golden disk.xml --live
detach-device-alias golden ua-second
attach-disk golden $images/third.qcow2 vdc --subdriver qcow2 --live
blockresize golden vdc 8M
detach-disk golden vdc --live
attach-device golden small.xml --live
attach-interface golden network golden-net --mac 52:54:00:00:00:03 --model virtio --live
detach-interface golden network --mac 52:54:00:00:00:03 --live
attach-interface golden network golden-net --mac 52:54:00:00:00:04 --model virtio
update-device golden cdrom.xml --live
change-media golden sda --eject --live --force
nwfilter-binding-list
net-port-create golden-net port.xml
net-port-create golden-net port.xml --validate
net-port-dumpxml golden-net 00112233-4455-6677-8899-aabbccddee02
net-port-delete golden-net 00112233-4455-6677-8899-aabbccddee02
V
inside 'dd if=/dev/urandom of=/dev/vda bs=64k count=4; ip link set eth0 address 52:54:00:00:00:09; eject /dev/sr0; eject -t /dev/sr0; hwclock -w -u; dd if=/dev/urandom of=/dev/vdb bs=64k; dd if=/dev/urandom of=/dev/vdc bs=64k; dd if=/dev/urandom of=/dev/vdd bs=64k; sync' >/dev/null
sleep 3 # the guest's work raises events
virsh detach-disk golden vdd --live
ip link add golden0 type veth peer name golden1 && virsh nwfilter-binding-create binding.xml
port=$(command virsh -c "$uri" net-port-list golden-net | awk 'NR == 3 { print $1 }')

virsh <<V
domstats golden --dirtyrate --block
nwfilter-binding-list
nwfilter-binding-dumpxml golden0
nwfilter-binding-delete golden0
net-port-dumpxml golden-net $port
net-port-dumpxml golden-net 00000000-0000-0000-0000-000000000000
snapshot-create-as golden internal --description inside
snapshot-list golden --tree
snapshot-dumpxml golden internal
snapshot-revert golden internal
snapshot-delete golden internal
snapshot-create-as golden outside --disk-only --no-metadata --diskspec vda,file=$images/overlay.qcow2
blockcommit golden vda --active --wait --pivot
snapshot-create-as golden outside --disk-only --no-metadata --diskspec vda,file=$images/overlay2.qcow2
blockpull golden vda --bandwidth 100 --wait
blockcopy golden vda --xml copy.xml --transient-job --wait
blockjob golden vda --info
V
sleep 1
virsh blockjob golden vda --pivot
virsh <<V
blockcopy golden vda --dest $images/copy2.qcow2 --format qcow2 --transient-job --wait
blockjob golden vda --bandwidth 200
blockjob golden vda --info --bytes
blockjob golden vda --abort
checkpoint-create golden checkpoint.xml
checkpoint-list golden --tree
checkpoint-dumpxml golden mark --size
checkpoint-info golden mark
backup-begin golden backup.xml
V
sleep 1
virsh <<V
domjobinfo golden --completed
backup-begin golden incremental.xml
V
sleep 1
virsh <<V
backup-begin golden pull.xml
backup-dumpxml golden
domjobinfo golden
domjobabort golden
checkpoint-delete golden mark
setmem golden 131072 --live
setmem golden 196608 --live
V
watch
virsh reset golden
ready

virsh <<V
memtune golden --live --hard-limit 1048576
dump golden $images/core --memory-only --live
dump golden $images/core --memory-only --format elf
dump golden $images/core --memory-only --format kdump-zlib
save golden $images/saved --paused
save-image-dumpxml $images/saved
V
virsh save-image-dumpxml $images/saved --security-info >saved.xml
virsh <<V
save-image-define $images/saved saved.xml --running
restore $images/saved --paused
resume golden
managedsave golden --running
managedsave-dumpxml golden
managedsave-define golden saved.xml --paused
list --all --managed-save
dominfo golden
start golden
resume golden
save golden $images/saved2 --image-format sparse --parallel-channels 2
save golden $images/saved2
restore $images/saved2 --parallel-channels 2
restore $images/saved2 --xml saved.xml --running
V
watch
virsh reboot golden --mode agent
ready

virsh <<V
shutdown golden --mode acpi
await golden --condition domain-inactive --timeout 10
V
sleep 3
watch
virsh start golden
ready
virsh <<V
setvcpus golden 2 --live
setvcpus golden 1 --live
setvcpu golden 1 --enable --live
setvcpu golden 1 --disable --live --async
V
sleep 2
virsh reset golden # not every QEMU survives this after the hotplug
sleep 1
virsh destroy golden
watch
virsh start golden
ready
virsh dompmsuspend golden mem # a TCG guest may not survive this
sleep 2
virsh dompmwakeup golden
sleep 1
virsh <<V
destroy golden
domstate golden --reason
domrename golden renamed
domrename renamed golden
autostart golden --once
autostart golden --once --disable
create transient.xml --paused --autodestroy
create transient.xml --paused --validate
destroy passing
destroy passing
start golden --paused --autodestroy
migrate golden --desturi test:///default
domfsinfo golden
destroy golden --graceful
undefine golden --snapshots-metadata --checkpoints-metadata --managed-save
nwfilter-undefine golden-filter
net-destroy golden-net
net-undefine golden-net
V

# a URI without a driver: the daemon is asked which one it chose
command virsh -c "remote+unix:///?socket=$RECORDER_SOCKET" uri
ip link delete golden0 2>/dev/null
kill -INT $listeners 2>/dev/null
wait
