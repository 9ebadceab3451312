#!/bin/sh
# virsh against the LXC driver, as far as it goes without starting a container.
set -u
uri="lxc+unix:///system?socket=${RECORDER_SOCKET:?}"
directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT
cat >"$directory/domain.xml" <<'X'
<domain type='lxc'>
  <name>golden</name><uuid>00112233-4455-6677-8899-aabbccddeeff</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>
  <os><type>exe</type><init>/bin/sh</init></os><features><privnet/></features>
  <devices><filesystem type='mount'><source dir='/golden'/><target dir='/'/></filesystem><console type='pty'/></devices>
</domain>
X
virsh -c "$uri" <<V
version --daemon
uri
capabilities
define $directory/domain.xml
list --all
dominfo golden
dumpxml golden
domstats golden
lxc-enter-namespace golden --noseclabel /bin/true
metadata golden http://example.com/golden --config --key g --set "<seen/>"
metadata golden http://example.com/golden --config
autostart golden
autostart golden --disable
memtune golden
desc golden --config a container
console golden
undefine golden
V
