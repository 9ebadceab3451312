/*
 * The words that a domain's definition may use where libvirt refuses all others.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

export const hypervisors: ReadonlySet<string> = words(
  'qemu kqemu kvm xen lxc uml openvz test vmware hyperv vbox phyp parallels bhyve vz hvf',
);

export const osTypes: ReadonlySet<string> = words('hvm xen linux exe uml xenpvh');

export const architectures: ReadonlySet<string> = words(
  'alpha armv6l armv7l armv7b aarch64 cris i686 ia64 lm32 loongarch64 m68k microblaze microblazeel mips mipsel mips64 ' +
    'mips64el openrisc parisc parisc64 ppc ppcle ppc64 ppc64le ppcemb riscv32 riscv64 s390 s390x sh4 sh4eb sparc ' +
    'sparc64 unicore32 x86_64 xtensa xtensaeb itanium',
);

export const clockOffsets: ReadonlySet<string> = words('utc localtime variable timezone absolute');

/** What may happen when a guest ends, and what only when it crashes. */
export const lifecycleActions: ReadonlySet<string> = words('destroy restart rename-restart preserve');
export const crashActions: ReadonlySet<string> = words('coredump-destroy coredump-restart');

/** When a guest ends, and what happens then if nobody says. */
export const lifecycleEvents: readonly (readonly [event: string, usual: string])[] = [
  ['poweroff', 'destroy'],
  ['reboot', 'restart'],
  ['crash', 'destroy'],
];
