#!/bin/sh
# virt-admin against a daemon's admin socket. Ends the daemon, where virt-admin can.
# SOCKET is the daemon's main socket and PORT its TCP port, for clients to look at; authentication must be none.
set -u
uri="libvirtd:///system?socket=${RECORDER_SOCKET:?}"
env virsh -c "test+unix:///default?socket=${SOCKET:-/run/libvirt/libvirt-sock}" event --event lifecycle --loop --timeout 60 >/dev/null & first=$!
env virsh -c "test+tcp://127.0.0.1:${PORT:-16509}/default" event --event lifecycle --loop --timeout 60 >/dev/null & second=$!
sleep 1 # until they are connected
directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT

virt-admin -c "$uri" client-list libvirtd | awk '/unix/ { unix = $1 } /tcp/ { tcp = $1 } END { print unix, tcp }' >"$directory/ids"
read -r unix tcp <"$directory/ids"
virt-admin -c "$uri" <<V
version
uri
server-list
server-threadpool-info libvirtd
server-threadpool-info admin
server-threadpool-info no-such-server
server-threadpool-set libvirtd --min-workers 4 --max-workers 21 --priority-workers 6
server-threadpool-set libvirtd --min-workers 30
server-clients-info libvirtd
server-clients-set libvirtd --max-clients 4000 --max-unauth-clients 30
server-clients-set libvirtd --max-clients 1 --max-unauth-clients 30
client-list libvirtd
client-list admin
client-info libvirtd $unix
client-info libvirtd $tcp
client-info libvirtd 9999
client-disconnect libvirtd $tcp
client-list libvirtd
server-update-tls libvirtd
daemon-log-filters
daemon-log-filters "3:util 4:rpc"
daemon-log-filters nonsense
daemon-log-outputs
daemon-log-outputs "3:stderr"
daemon-timeout --timeout 0
daemon-timeout --timeout 100
V
kill -INT $first $second 2>/dev/null
wait
virt-admin -c "$uri" daemon-shutdown || :
