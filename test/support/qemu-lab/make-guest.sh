# Makes /guest/vmlinuz and /guest/initrd.img in the root that this runs in: Debian's cloud kernel with busybox, the
# modules of virtual devices and QEMU's guest agent. It boots to a shell on the serial console in a few seconds.
set -eu
mkdir -p /guest /tmp/kernel && cd /tmp/kernel
package=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[^ ]*\)/\1/p' | head -n 1)
apt-get -o APT::Sandbox::User=root download "$package" >/dev/null
dpkg-deb -x ./*.deb .
[ -d lib/modules ] || ln -s usr/lib lib
release=$(ls lib/modules)
cp boot/vmlinuz-* /guest/vmlinuz
depmod -b /tmp/kernel "$release"

tree=/tmp/tree
for directory in bin sbin usr/sbin proc sys dev run tmp etc var/run lib/modules/"$release"; do mkdir -p "$tree/$directory"; done
cp "$(command -v busybox)" "$tree/bin/busybox"
for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -sf /bin/busybox "$tree/bin/$applet"; done
cp /usr/sbin/qemu-ga "$tree/usr/sbin/"
for library in $(ldd /usr/sbin/qemu-ga | sed -n 's/.*=> \([^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/lib[^ ]*ld-linux[^ ]*\) .*/\1/p'); do
  mkdir -p "$tree$(dirname "$library")"
  cp -L "$library" "$tree$library"
done
for module in virtio_pci virtio_blk virtio_net virtio_console virtio_balloon virtio_scsi virtio_rng sd_mod evdev button; do
  modprobe -d /tmp/kernel -S "$release" --show-depends "$module" | sed -n 's/^insmod \([^ ]*\).*/\1/p'
done | sort -u | while read -r file; do
  target=$tree/lib/modules/$release/${file##*/modules/"$release"/}
  mkdir -p "$(dirname "$target")"
  case $file in
    *.xz) busybox unxz -c "$file" > "${target%.xz}" ;;
    *) cp "$file" "$target" ;;
  esac
done
cp lib/modules/"$release"/modules.builtin lib/modules/"$release"/modules.order "$tree/lib/modules/$release/"
depmod -b "$tree" "$release"

cat > "$tree/init" <<'INIT'
#!/bin/sh
export PATH=/bin:/sbin:/usr/sbin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in virtio_pci virtio_blk virtio_net virtio_console virtio_balloon virtio_scsi virtio_rng sd_mod evdev button; do
  modprobe $module 2>/dev/null
done
hostname guest
ip link set lo up
[ ! -e /sys/class/net/eth0 ] || ip link set eth0 up
for port in /sys/class/virtio-ports/*; do
  [ -e "$port/name" ] || continue
  mkdir -p /dev/virtio-ports
  ln -sf "/dev/${port##*/}" "/dev/virtio-ports/$(cat "$port/name")"
done
agent=/dev/virtio-ports/org.qemu.guest_agent.0
[ ! -e $agent ] || qemu-ga -m virtio-serial -p $agent >/dev/null 2>&1 &
for event in /sys/class/input/event*; do
  case "$(cat "$event/device/name")" in
    *Power*) (dd if=/dev/input/${event##*/} bs=24 count=1 >/dev/null 2>&1 && poweroff -f) & ;;
  esac
done
echo GUEST-READY >/dev/console
while :; do setsid cttyhack sh -i </dev/ttyS0 >/dev/ttyS0 2>&1; done
INIT
printf 'root:x:0:0::/:/bin/sh\n' > "$tree/etc/passwd"
chmod +x "$tree/init"
(cd "$tree" && busybox find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) > /guest/initrd.img
rm -rf /tmp/kernel "$tree"
