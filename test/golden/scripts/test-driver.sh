#!/bin/sh
# virsh against the test driver: every command that makes it send a procedure of its own, whether the driver has it or not.
# Commands that the local virsh is too old for are refused by it and leave no trace.
set -u
uri="test+unix:///default?socket=${RECORDER_SOCKET:?}"
directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT
cd "$directory" || exit 1

cat >domain.xml <<'X'
<domain type='test'>
  <name>golden</name>
  <uuid>00112233-4455-6677-8899-aabbccddeeff</uuid>
  <title>a title</title>
  <description>größer als ASCII: 猫</description>
  <memory unit='MiB'>64</memory>
  <vcpu current='2'>4</vcpu>
  <iothreads>1</iothreads>
  <os><type arch='i686'>hvm</type><boot dev='hd'/></os>
  <features><acpi/></features>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <devices>
    <disk type='file' device='disk'><source file='/golden/disk.img'/><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>
    <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><target dev='testnet1'/></interface>
    <memballoon model='virtio'/>
    <graphics type='vnc' autoport='no' port='5901' passwd='made-up'/>
  </devices>
</domain>
X
sed "s/<name>golden/<name>passing/; /<uuid>/d; s/:01'/:02'/" domain.xml >transient.xml
cat >disk.xml <<'X'
<disk type='file' device='disk'><source file='/golden/second.img'/><target dev='vdb' bus='virtio'/></disk>
X
cat >interface.xml <<'X'
<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><target dev='testnet1'/><link state='down'/></interface>
X
cat >cpu.xml <<'X'
<cpu><arch>x86_64</arch><model>core2duo</model><vendor>Intel</vendor><topology sockets='1' cores='2' threads='1'/><feature name='lahf_lm'/></cpu>
X
cat >snapshot.xml <<'X'
<domainsnapshot><name>first</name><description>before the change</description></domainsnapshot>
X
cat >checkpoint.xml <<'X'
<domaincheckpoint><name>mark</name><description>a checkpoint</description></domaincheckpoint>
X
cat >backup.xml <<'X'
<domainbackup><disks><disk name='vda' type='file'><target file='/golden/backup.img'/></disk></disks></domainbackup>
X
cat >network.xml <<'X'
<network><name>golden-net</name><uuid>00112233-4455-6677-8899-aabbccddee01</uuid><bridge name='virbr7'/><forward mode='nat'/>
<ip address='10.7.0.1' netmask='255.255.255.0'><dhcp><range start='10.7.0.2' end='10.7.0.9'/></dhcp></ip></network>
X
sed "s/golden-net/passing-net/; s/<uuid>[^<]*<.uuid>//; s/virbr7/virbr8/; s/10\.7\./10.8./g" network.xml >transient-network.xml
cat >port.xml <<'X'
<networkport><uuid>00112233-4455-6677-8899-aabbccddee02</uuid><owner><name>golden</name><uuid>00112233-4455-6677-8899-aabbccddeeff</uuid></owner><mac address='52:54:00:00:00:01'/></networkport>
X
cat >pool.xml <<'X'
<pool type='dir'><name>golden-pool</name><uuid>00112233-4455-6677-8899-aabbccddee03</uuid><target><path>/golden-pool</path></target></pool>
X
cat >volume.xml <<'X'
<volume><name>one.img</name><capacity unit='MiB'>8</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>
X
sed 's/one\.img/copy.img/' volume.xml >copy.xml
cat >iface.xml <<'X'
<interface type='ethernet' name='eth7'><start mode='none'/><mac address='52:54:00:00:00:07'/><protocol family='ipv4'><ip address='192.0.2.7' prefix='24'/></protocol></interface>
X
cat >hba.xml <<'X'
<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'><wwnn>2000000012341234</wwnn><wwpn>2001001234123412</wwpn></capability></capability></device>
X
cat >mdev.xml <<'X'
<device><name>mdev_golden</name><parent>computer</parent><capability type='mdev'><type id='golden'/></capability></device>
X
cat >secret.xml <<'X'
<secret ephemeral='yes' private='no'><uuid>00112233-4455-6677-8899-aabbccddee04</uuid><description>golden</description></secret>
X
cat >filter.xml <<'X'
<filter name='golden-filter' chain='root'><rule action='drop' direction='in'><all/></rule></filter>
X
cat >binding.xml <<'X'
<filterbinding><owner><name>golden</name><uuid>00112233-4455-6677-8899-aabbccddeeff</uuid></owner><portdev name='testnet1'/><mac address='52:54:00:00:00:01'/><filterref filter='golden-filter'/></filterbinding>
X
echo 'ssh-ed25519 AAAAgolden made-up' >keys
truncate -s 64K upload.img

virsh -c "$uri" event --all --loop --timeout 100 >/dev/null & first=$!
virsh -c "$uri" event --domain test --event lifecycle --loop --timeout 100 >/dev/null & second=$!
virsh -c "$uri" net-event --event lifecycle --loop --timeout 100 >/dev/null & third=$!
virsh -c "$uri" pool-event --event lifecycle --loop --timeout 100 >/dev/null & fourth=$!
virsh -c "$uri" nodedev-event --event lifecycle --loop --timeout 100 >/dev/null & fifth=$!
virsh -c "$uri" secret-event --event lifecycle --loop --timeout 100 >/dev/null 2>&1
virsh -c "$uri" net-event --event metadata-change --loop --timeout 100 >/dev/null 2>&1 & sixth=$!
virsh -c "$uri" pool-event --pool default-pool --event refresh --loop --timeout 100 >/dev/null & seventh=$!
virsh -c "$uri" nodedev-event --device computer --event update --loop --timeout 100 >/dev/null & eighth=$!
sleep 1 # until they are registered

virsh -c "$uri" <<'V'
version --daemon
hostname
uri
sysinfo
nodeinfo
nodecpumap
nodecpustats
nodecpustats 0
nodememstats
nodememstats 0
nodesevinfo
nodesuspend mem 60
node-memory-tune
node-memory-tune --shm-pages-to-scan 100 --shm-merge-across-nodes 1
capabilities
domcapabilities
domcapabilities --arch i686 --virttype test
maxvcpus
maxvcpus test
freecell
freecell 0
freecell --all
freepages --all
freepages --cellno 0 --pagesize 4
allocpages 4 0 --cellno 0
cpu-models x86_64
cpu-models no-such-arch
cpu-baseline cpu.xml
cpu-baseline cpu.xml --features --migratable
cpu-compare cpu.xml
cpu-compare cpu.xml --error
hypervisor-cpu-compare cpu.xml
hypervisor-cpu-baseline cpu.xml
hypervisor-cpu-models
hypervisor-cpu-models --all
find-storage-pool-sources logical
find-storage-pool-sources-as netfs --host 192.0.2.1
domxml-from-native qemu-argv upload.img
domxml-to-native qemu-argv --xml domain.xml
list
list --all
list --all --title
list --inactive --persistent --with-snapshot
list --state-paused --transient --autostart --with-managed-save
dominfo test
dominfo 1
dominfo 6695eb01-f6a4-8304-79aa-97f2502e193f
dominfo no-such-domain
dominfo 99
dominfo 00000000-0000-0000-0000-000000000000
domid test
domname 1
domuuid test
domstate test --reason
domcontrol test
dumpxml test
dumpxml test --inactive --security-info --migratable
domdisplay test
domhostname test
domhostname test --source agent
define domain.xml
define domain.xml --validate
define upload.img
create transient.xml --autodestroy
create transient.xml --paused
destroy passing
create transient.xml
create domain.xml
autostart golden
autostart golden --disable
autostart golden --once
autostart golden --once --disable
list --all --autostart
domid golden
start golden
destroy golden
start golden --paused
start golden
suspend golden
resume golden
suspend no-such-domain
reboot golden
reboot golden --mode agent
reset golden
shutdown golden
shutdown golden --mode acpi
start golden --force-boot
destroy golden --graceful
destroy golden
start golden
desc golden
desc golden --title
desc golden --config a new description
desc golden --live --title a live title
metadata golden http://example.com/golden --key g --set "<seen by='golden'>1 &lt; 2</seen>"
metadata golden http://example.com/golden
metadata golden http://example.com/golden --remove
metadata golden http://example.com/golden
schedinfo golden
schedinfo golden --set weight=17
schedinfo golden --current --set weight=18
schedinfo golden --config --set weight=18
memtune golden
memtune golden --hard-limit 1048576 --soft-limit 524288 --config
numatune golden
numatune golden --mode strict --nodeset 0 --config
blkiotune golden
blkiotune golden --weight 300 --device-weights /dev/sda,400 --config
blkdeviotune golden vda
blkdeviotune golden vda --total-bytes-sec 1048576 --total-iops-sec 1000 --total-bytes-sec-max 2097152 --total-iops-sec-max 2000 --group-name grouped
blkdeviotune golden vda --live
blkdeviotune golden no-such-disk
domthrottlegroupset golden limit --total-bytes-sec 1048576
domthrottlegroupinfo golden limit
domthrottlegrouplist golden
domthrottlegroupdel golden limit
domblklist golden --details
domblkinfo golden vda
domblkinfo golden --all
domblkstat golden vda
domblkstat golden vda --human
domblkstat golden
domblkerror golden
domblkthreshold golden vda 1000
domiflist golden
domifstat golden testnet1
domifstat golden no-such-interface
domif-getlink golden testnet1
domif-setlink golden testnet1 down
domiftune golden testnet1
domiftune golden testnet1 --inbound 1000,2000,3000 --outbound 500
domifaddr golden
domifaddr golden --source agent --full
domifaddr golden --source arp
domifannounce golden
domifannounce golden 52:54:00:00:00:01
domifannounce golden testnet1 --initial 50 --max 550 --rounds 5 --step 100
dommemstat golden
dommemstat golden --period 5
domstats
domstats golden test
domstats --raw --state --cpu-total --balloon --vcpu --interface --block --perf --iothread --memory --dirtyrate
domstats --list-active --list-persistent --nowait
domstats --enforce --perf
domtime golden
domtime golden --now
domtime golden --sync
domtime golden --time 1600000000
guestinfo golden
guestvcpus golden
guestvcpus golden --cpulist 1 --disable
domfsinfo golden
domfsfreeze golden
domfsfreeze golden --mountpoint /a --mountpoint /b
domfsthaw golden
domfstrim golden --minimum 4096
guest-agent-timeout golden --timeout 10
get-user-sshkeys golden root
set-user-sshkeys golden root keys
set-user-sshkeys golden root --reset
set-user-password golden root made-up
dommemstat test
setmem golden 32768
setmem golden 32768 --config
setmaxmem golden 65536
setmaxmem golden 65536 --config
setvcpus golden 3
setvcpus golden 3 --live
setvcpus golden 3 --config
setvcpu golden 1 --disable
vcpucount golden
vcpucount golden --maximum --config
vcpuinfo golden
vcpuinfo golden --pretty
vcpupin golden
vcpupin golden 0 0
vcpupin golden 0 0 --config
vcpupin golden 0 --config
emulatorpin golden
emulatorpin golden 0 --config
emulatorpin golden --live
iothreadinfo golden
iothreadinfo golden --config
iothreadpin golden 1 0
iothreadpin golden 1 0 --config
iothreadadd golden 2
iothreadset golden 1 --poll-max-ns 32768
iothreaddel golden 2
perf golden
perf golden --enable cmt --disable mbmt
cpu-stats golden
cpu-stats golden --total
cpu-stats golden --start 0 --count 2
send-key golden KEY_A KEY_B --holdtime 10
send-process-signal golden 1 term
inject-nmi golden
screenshot golden screen.png
screenshot golden screen.png --screen 1
ttyconsole golden
vncdisplay golden
domdisplay-reload golden
domfsinfo test
dompmsuspend golden mem
dompmwakeup golden
set-lifecycle-action golden poweroff restart
domlaunchsecinfo golden
domsetlaunchsecstate golden --secret upload.img --secrethdr upload.img
domdirtyrate-calc golden --seconds 1
domjobinfo golden
domjobinfo golden --completed
domjobabort golden
domjobabort golden --postcopy
domblkerror test
attach-device golden disk.xml
attach-device golden disk.xml --persistent
attach-disk golden /golden/third.img vdc
attach-interface golden network default
detach-device golden disk.xml
detach-device golden disk.xml --config
detach-device-alias golden virtio-disk0
detach-disk golden vdb
detach-interface golden network
update-device golden interface.xml
update-device golden interface.xml --live
update-memory-device golden --requested-size 1024
change-media golden hdc --eject
blockjob golden vda
blockjob golden vda --abort
blockjob golden vda --bandwidth 10
blockpull golden vda
blockpull golden vda --base /golden/base.img
blockcommit golden vda
blockcopy golden vda /golden/copy.img
blockcopy golden vda --xml disk.xml
blockresize golden vda 16M
backup-begin golden backup.xml
backup-dumpxml golden
checkpoint-create golden checkpoint.xml
checkpoint-create-as golden second-mark --description again
checkpoint-list golden
checkpoint-list golden --parent --topological
checkpoint-dumpxml golden mark
checkpoint-dumpxml golden mark --no-domain
checkpoint-info golden mark
checkpoint-parent golden second-mark
checkpoint-dumpxml golden no-such-checkpoint
checkpoint-delete golden mark --metadata
checkpoint-delete golden second-mark --children
snapshot-create golden snapshot.xml
snapshot-create-as golden second --description child --memspec snapshot=no --disk-only
snapshot-create-as golden second --description child
snapshot-list golden
snapshot-list golden --parent
snapshot-list golden --roots
snapshot-list golden --from first --descendants
snapshot-list golden --current
snapshot-current golden
snapshot-current golden --name
snapshot-current golden first
snapshot-dumpxml golden first
snapshot-info golden first
snapshot-info golden --current
snapshot-parent golden second
snapshot-dumpxml golden no-such-snapshot
snapshot-revert golden first
snapshot-revert golden second --running --force
snapshot-delete golden first --children-only
snapshot-delete golden first
managedsave golden
managedsave-dumpxml golden
managedsave-define golden domain.xml
managedsave-remove golden
start golden
save golden saved.img
save test saved-test.img
save-image-dumpxml saved.img
save-image-define saved.img domain.xml --running
restore saved.img
restore saved.img --paused
save golden other.img --verbose --xml domain.xml
destroy golden
restore saved.img
restore other.img --xml domain.xml --running
restore no-such.img
dump golden core.img --crash
dump golden core.img --memory-only --format elf
dump golden core.img --memory-only --format kdump-zlib
migrate golden test:///default --live
migrate-setmaxdowntime golden 100
migrate-getmaxdowntime golden
migrate-compcache golden --size 1048576
migrate-setspeed golden 100
migrate-getspeed golden
migrate-postcopy golden
qemu-attach 1
qemu-monitor-command golden '{"execute":"query-status"}'
qemu-agent-command golden '{"execute":"guest-ping"}'
qemu-monitor-event golden --timeout 1
lxc-enter-namespace golden --noseclabel /bin/true
net-list --all
net-list --inactive --persistent --autostart
net-info default
net-info no-such-net
net-name dd8fe884-6c02-601e-7551-cca97df1c5df
net-uuid default
net-dumpxml default
net-dumpxml default --inactive
net-define network.xml
net-define network.xml --validate
net-create transient-network.xml
net-destroy passing-net
net-create transient-network.xml --validate
net-start golden-net
net-autostart golden-net
net-autostart golden-net --disable
net-update golden-net add ip-dhcp-host "<host mac='52:54:00:00:00:01' ip='10.7.0.2'/>" --live --config
net-dhcp-leases golden-net
net-dhcp-leases golden-net --mac 52:54:00:00:00:01
net-desc golden-net a described network
net-desc golden-net
net-metadata golden-net http://example.com/golden --key g --set "<seen/>"
net-metadata golden-net http://example.com/golden
net-port-list golden-net
net-port-create golden-net port.xml
net-port-dumpxml golden-net 00112233-4455-6677-8899-aabbccddee02
net-port-delete golden-net 00112233-4455-6677-8899-aabbccddee02
net-destroy golden-net
net-undefine golden-net
net-destroy passing-net
pool-list --all --details
pool-list --all
pool-list --inactive --type dir,fs
pool-info default-pool
pool-info no-such-pool
pool-name dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566
pool-uuid default-pool
pool-dumpxml default-pool
pool-capabilities
pool-define pool.xml
pool-build golden-pool
pool-start golden-pool
pool-autostart golden-pool
pool-refresh golden-pool
pool-refresh default-pool
pool-create-as passing-pool dir --target /passing-pool
pool-define-as as-pool dir --target /as-pool
pool-undefine as-pool
vol-create golden-pool volume.xml
vol-create golden-pool volume.xml --prealloc-metadata
vol-create-as golden-pool two.img 4M --format qcow2
vol-create-from golden-pool copy.xml one.img --inputpool golden-pool
vol-clone one.img three.img --pool golden-pool
vol-list golden-pool --details
vol-list golden-pool
vol-info one.img --pool golden-pool
vol-info one.img --pool golden-pool --physical
vol-info no-such.img --pool golden-pool
vol-key one.img --pool golden-pool
vol-path one.img --pool golden-pool
vol-name /golden-pool/one.img
vol-pool /golden-pool/one.img
vol-dumpxml one.img --pool golden-pool
vol-dumpxml /golden-pool/two.img
vol-resize one.img 16M --pool golden-pool
vol-upload one.img upload.img --pool golden-pool
vol-download one.img download.img --pool golden-pool
vol-wipe one.img --pool golden-pool
vol-wipe one.img --pool golden-pool --algorithm dod
vol-delete two.img --pool golden-pool
vol-delete one.img --pool golden-pool --delete-snapshots
pool-destroy golden-pool
pool-delete golden-pool
pool-undefine golden-pool
pool-destroy passing-pool
iface-list --all
iface-list --inactive
iface-name aa:bb:cc:dd:ee:ff
iface-mac eth1
iface-dumpxml eth1
iface-dumpxml no-such-iface
iface-begin
iface-define iface.xml
iface-start eth7
iface-destroy eth7
iface-rollback
iface-begin
iface-define iface.xml
iface-commit
iface-undefine eth7
iface-bridge eth1 br7
nodedev-list
nodedev-list --all
nodedev-list --all --tree
nodedev-list --cap system,net --all
nodedev-dumpxml computer
nodedev-dumpxml scsi_host11
nodedev-dumpxml 2000000012341234,2001001234123412
nodedev-dumpxml no-such-device
nodedev-create hba.xml
nodedev-list --cap scsi_host --all
nodedev-destroy scsi_host12
nodedev-detach computer
nodedev-detach computer --driver vfio
nodedev-reattach computer
nodedev-reset computer
nodedev-define mdev.xml
nodedev-start computer
nodedev-autostart computer
nodedev-info computer
nodedev-update computer mdev.xml
nodedev-undefine computer
secret-list
secret-define secret.xml
secret-dumpxml 00112233-4455-6677-8899-aabbccddee04
nwfilter-list
nwfilter-define filter.xml
nwfilter-define filter.xml --validate
nwfilter-dumpxml golden-filter
nwfilter-binding-list
nwfilter-binding-create binding.xml
nwfilter-binding-dumpxml testnet1
destroy test
start test
suspend test
resume test
start golden
await golden --condition domain-inactive --timeout 1
destroy golden
setmaxmem golden 65536
domrename golden renamed
domrename renamed golden
undefine golden
define domain.xml
undefine golden --managed-save --snapshots-metadata --checkpoints-metadata --nvram --remove-all-storage
destroy passing
V

# the console insists on a terminal
script -qec "virsh -c '$uri' console test" /dev/null </dev/null

# a read-only connection is refused what changes something
virsh -r -c "$uri" <<'V'
list --all
dumpxml test --security-info
suspend test
V
kill -INT $first $second $third $fourth $fifth $sixth $seventh $eighth
wait
