import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { fault } from '../fault.ts';

const x86 = ['i686', 'x86_64'];
const ppc64 = ['ppc64', 'ppc64le'];
const s390 = ['s390', 's390x'];
const arm = ['armv6l', 'armv7b', 'armv7l', 'aarch64'];

/** Architectures of whose CPUs libvirt knows no more than the name. */
const others =
  'alpha cris ia64 lm32 m68k microblaze microblazeel mips mipsel mips64 mips64el openrisc parisc parisc64 ppc ppcle ' +
  'ppcemb riscv32 riscv64 sh4 sh4eb sparc sparc64 unicore32 xtensa xtensaeb';

/** Families of architectures whose CPUs libvirt tells apart in one way. */
export type CpuFamily = 'x86' | 'ppc64' | 's390' | 'arm';

const families: ReadonlyMap<string, CpuFamily | undefined> = new Map([
  ...x86.map((name) => [name, 'x86'] as const),
  ...ppc64.map((name) => [name, 'ppc64'] as const),
  ...s390.map((name) => [name, 's390'] as const),
  ...arm.map((name) => [name, 'arm'] as const),
  ...others.split(' ').map((name) => [name, undefined] as const),
]);

export function isArchitecture(name: string): boolean {
  return families.has(name);
}

/** The family of an architecture. Throws a Fault where libvirt knows nothing of its CPUs. */
export function familyOf(architecture: string): CpuFamily {
  const family = families.get(architecture);
  if (family !== undefined) return family;
  const detail = `'${architecture}' architecture is not supported by CPU driver`;
  throw fault(ErrorNumber.ERR_NO_SUPPORT, ErrorDomain.CPU, detail);
}
