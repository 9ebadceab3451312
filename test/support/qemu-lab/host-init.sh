# Becomes a throw-away host: a copy-on-write view of the root $1 in memory, with namespaces of its own. The first
# process says "ready", reaps what is left to it (libvirt waits long for a QEMU that nobody reaps) and never ends.
set -eu
export root=$1 name=$2
for controller in /sys/fs/cgroup/*/; do
  group=$controller$name
  [ -e "$group/cgroup.procs" ] && echo 0 > "$group/cgroup.procs" || true
done
exec unshare --mount --net --uts --ipc --pid --cgroup --fork --kill-child --propagation private bash -c '
set -eu
# only in this space: the root itself does not see what is mounted on a directory of it
base=$root/mnt
mount -t tmpfs tmpfs "$base"
mkdir "$base/upper" "$base/work" "$base/top"
mount -t overlay overlay -o "lowerdir=$root,upperdir=$base/upper,workdir=$base/work" "$base/top"
top=$base/top
mount -t proc proc "$top/proc"
mount -t sysfs sysfs "$top/sys"
for place in run dev sys/fs/cgroup; do mount -t tmpfs -o mode=755 tmpfs "$top/$place"; done
mkdir -p "$top/run/lock" "$top/dev/pts" "$top/dev/shm" "$top/dev/net"
# without /dev/kvm, which where it is there does not always work
for device in null zero full random urandom tty net/tun; do [ ! -e "/dev/$device" ] || cp -a "/dev/$device" "$top/dev/$device"; done
ln -s /proc/self/fd "$top/dev/fd"
ln -s pts/ptmx "$top/dev/ptmx"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$top/dev/pts"
for controller in cpu cpuacct cpuset devices freezer blkio pids; do
  [ -e "/sys/fs/cgroup/$controller/cgroup.procs" ] || continue
  mkdir "$top/sys/fs/cgroup/$controller"
  mount -t cgroup -o "$controller" cgroup "$top/sys/fs/cgroup/$controller" || rmdir "$top/sys/fs/cgroup/$controller"
done
cd "$top"
mkdir oldroot
pivot_root . oldroot
umount -l /oldroot
rmdir /oldroot
ip link set lo up
hostname "$name"
printf "127.0.0.1 localhost\n127.0.1.1 %s\n" "$name" > /etc/hosts
: > /etc/resolv.conf
tr -d - < /proc/sys/kernel/random/uuid > /etc/machine-id
echo ready
while :; do sleep 86400 & wait "$!"; done'
