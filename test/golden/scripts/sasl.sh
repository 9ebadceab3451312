#!/bin/sh
# virsh authenticates by SASL on the unix socket: a daemon with auth_unix_rw = "sasl", and a user "golden" of its
# password file, whose password is PASSWORD. Make that one up for the recording, as the recording gives hints of it.
set -u
uri="test+unix:///default?socket=${RECORDER_SOCKET:?}"
directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT
for name in wrong right; do
  cat >"$directory/$name" <<X
[credentials-golden]
authname=golden
password=$([ $name = right ] && echo "${PASSWORD:?}" || echo wrong)
[auth-libvirt-default]
credentials=golden
X
  virsh -c "$uri&authfile=$directory/$name" list
done
