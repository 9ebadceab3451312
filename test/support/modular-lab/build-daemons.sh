# Builds libvirt with a daemon for each of its drivers from the tarball $2, inside the root $1, and installs it there as a
# system's own. Runs in namespaces of its own, without a network: whatever the build wants must be in the root.
set -eu
root=$1 tarball=$2
mkdir "$root/build"
tar -xf "$tarball" -C "$root/build" --strip-components=1
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
chroot "$root" sh -euc '
cd /build
# what is not asked for stays out, as systemd, polkit and translations do
meson setup /build/out --prefix=/usr --libdir="/usr/lib/$(gcc -print-multiarch)" --sysconfdir=/etc --localstatedir=/var -Drunstatedir=/run -Dauto_features=disabled \
  -Ddriver_remote=enabled -Ddriver_libvirtd=enabled -Ddriver_test=enabled -Ddriver_qemu=enabled -Ddriver_network=enabled \
  -Ddriver_secrets=enabled -Ddriver_interface=enabled -Dstorage_dir=enabled -Dsasl=enabled -Djson_c=enabled \
  -Dlibnl=enabled -Dudev=enabled -Dpciaccess=enabled -Dreadline=enabled -Dinit_script=none \
  -Dqemu_user=root -Dqemu_group=root
ninja -C /build/out
ninja -C /build/out install
ldconfig
virtqemud --version
'
umount "$root/dev" "$root/proc"
rm -rf "$root/build"
