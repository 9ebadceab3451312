#!/bin/sh
# virsh migrates a guest that never ran an instruction between two hosts with the QEMU driver, in every way that virsh has.
# SOURCE is the recorder's socket for the first host, where this runs; RECORDER_SOCKET the one for the second host.
# HERE and THERE are the addresses at which the two hosts' QEMUs reach each other. ROM is, on both hosts, a file of 64 KiB
# of zeros for a firmware: the guest's memory goes into the recording, and somebody's firmware shall not.
set -u
source="qemu+unix:///system?socket=${SOURCE:?}"
destination="qemu+unix:///system?socket=${RECORDER_SOCKET:?}"
directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT
cat >"$directory/domain.xml" <<X
<domain type='qemu'><name>golden</name><uuid>00112233-4455-6677-8899-aabbccddeeff</uuid><memory unit='MiB'>16</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type><loader readonly='yes' type='rom'>${ROM:-/var/lib/libvirt/images/zeros.rom}</loader></os><features><acpi/></features><cpu mode='custom' match='exact'><model>qemu64</model></cpu>
<devices><controller type='usb' model='none'/><memballoon model='none'/></devices></domain>
X
virsh -c "$source" event --all --loop --timeout 100 >/dev/null & first=$!
virsh -c "$destination" event --all --loop --timeout 100 >/dev/null & second=$!
sleep 1 # until they are registered
virsh -c "$source" define "$directory/domain.xml"
virsh -c "$source" start golden --paused
there() { virsh -c "$source" migrate golden "$destination" "$@"; }
back() { virsh -c "$destination" migrate golden "$source" --migrateuri "tcp://${HERE:?}" "$@"; }
there --live --migrateuri "tcp://${THERE:?}"
back --live --persistent --undefinesource --bandwidth 100 --compressed --comp-methods xbzrle
# from daemon to daemon, which then also goes through the second recorder
there --live --p2p --migrateuri "tcp://$THERE"
back --suspend --parallel --parallel-connections 2 --live
there --live --p2p --tunnelled
back
virsh -c "$source" migrate --live golden "$destination" --migrateuri tcp://no-such-host.invalid
virsh -c "$source" destroy golden
virsh -c "$source" migrate --offline --persistent golden "$destination"
virsh -c "$destination" undefine golden
virsh -c "$source" undefine golden
kill -INT $first $second 2>/dev/null
wait
