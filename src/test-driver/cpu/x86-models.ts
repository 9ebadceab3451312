/*
 * What libvirt 9.0.0 knows of the CPUs of PCs: names, and which features a CPU of a name has.
 */

/** All features, in the order in which libvirt tells them. */
export const x86Features: readonly string[] = (
  'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 pn clflush ds acpi mmx fxsr sse sse2 ss ' +
  'ht tm ia64 pbe pni pclmuldq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cid fma cx16 xtpr pdcm pcid dca sse4.1 ' +
  'sse4.2 x2apic movbe popcnt tsc-deadline aes xsave osxsave avx f16c rdrand hypervisor arat fsgsbase tsc_adjust ' +
  'sgx bmi1 hle avx2 smep bmi2 erms invpcid rtm cmt mpx avx512f avx512dq rdseed adx smap avx512ifma pcommit ' +
  'clflushopt clwb intel-pt avx512pf avx512er avx512cd sha-ni avx512bw avx512vl avx512vbmi umip pku ospke waitpkg ' +
  'avx512vbmi2 gfni vaes vpclmulqdq avx512vnni avx512bitalg avx512-vpopcntdq la57 rdpid bus-lock-detect cldemote ' +
  'movdiri movdir64b sgxlc pks avx512-4vnniw avx512-4fmaps fsrm avx512-vp2intersect md-clear serialize tsx-ldtrk ' +
  'pconfig arch-lbr amx-bf16 avx512-fp16 amx-tile amx-int8 spec-ctrl stibp arch-capabilities core-capability ssbd ' +
  'avx-vnni avx512-bf16 xsaveopt xsavec xgetbv1 xsaves xfd mbm_total mbm_local sgx1 sgx2 sgx-exinfo sgx-debug ' +
  'sgx-mode64 sgx-provisionkey sgx-tokenkey sgx-kss intel-pt-lip syscall nx mmxext fxsr_opt pdpe1gb rdtscp lm ' +
  '3dnowext 3dnow lahf_lm cmp_legacy svm extapic cr8legacy abm sse4a misalignsse 3dnowprefetch osvw ibs xop skinit ' +
  'wdt lwp fma4 tce cvt16 nodeid_msr tbm topoext perfctr_core perfctr_nb invtsc clzero xsaveerptr wbnoinvd ibpb ' +
  'ibrs amd-stibp amd-ssbd virt-ssbd amd-no-ssb npt lbrv svm-lock nrip-save tsc-scale vmcb-clean flushbyasid ' +
  'decodeassists pause-filter pfthreshold avic v-vmsave-vmload vgif svme-addr-chk rdctl-no ibrs-all rsba ' +
  'skip-l1dfl-vmentry ssb-no mds-no pschange-mc-no tsx-ctrl taa-no split-lock-detect'
).split(' ');

interface ModelEntry {
  readonly name: string;
  readonly vendor?: string;
  /** A model from which it differs in little: in what it has besides, and in what it lacks. */
  readonly like?: string;
  readonly adds?: string;
  readonly lacks?: string;
  /** Features that it had in earlier releases. */
  readonly removed?: string;
  /** Whether guests are never said to have it, as they would need another name for the same. */
  readonly isOldName?: boolean;
}

const entries: readonly ModelEntry[] = [
  { name: '486', adds: 'fpu vme pse' },
  { name: 'pentium', like: '486', adds: 'de tsc msr mce cx8 mmx' },
  { name: 'pentium2', like: 'pentium', adds: 'pae sep mtrr pge mca cmov pat pse36 fxsr' },
  { name: 'pentium3', like: 'pentium2', adds: 'sse' },
  { name: 'pentiumpro', like: 'pentium3', adds: 'apic sse2', lacks: 'vme mtrr mca pse36' },
  { name: 'coreduo', vendor: 'Intel', like: 'pentium3', adds: 'apic clflush sse2 pni monitor nx', lacks: 'pse36' },
  { name: 'n270', vendor: 'Intel', like: 'coreduo', adds: 'ssse3' },
  { name: 'core2duo', vendor: 'Intel', like: 'n270', adds: 'pse36 syscall lm' },
  { name: 'qemu32', like: 'pentiumpro', adds: 'pni' },
  { name: 'kvm32', like: 'coreduo', adds: 'pse36', lacks: 'vme monitor nx' },
  { name: 'cpu64-rhel5', like: 'core2duo', lacks: 'vme monitor ssse3', isOldName: true },
  { name: 'cpu64-rhel6', like: 'cpu64-rhel5', adds: 'cx16 lahf_lm', isOldName: true },
  { name: 'qemu64', like: 'cpu64-rhel5', adds: 'cx16 svm' },
  { name: 'kvm64', like: 'cpu64-rhel5', adds: 'cx16' },
  { name: 'Conroe', vendor: 'Intel', like: 'cpu64-rhel5', adds: 'ssse3 lahf_lm' },
  { name: 'Penryn', vendor: 'Intel', like: 'cpu64-rhel6', adds: 'ssse3 sse4.1' },
  { name: 'Nehalem', vendor: 'Intel', like: 'Penryn', adds: 'sse4.2 popcnt' },
  { name: 'Nehalem-IBRS', vendor: 'Intel', like: 'Nehalem', adds: 'spec-ctrl' },
  { name: 'Westmere', vendor: 'Intel', like: 'Nehalem', adds: 'aes' },
  { name: 'Westmere-IBRS', vendor: 'Intel', like: 'Nehalem-IBRS', adds: 'aes' },
  { name: 'SandyBridge', vendor: 'Intel', like: 'Westmere', adds: 'pclmuldq x2apic tsc-deadline xsave avx rdtscp' },
  { name: 'SandyBridge-IBRS', vendor: 'Intel', like: 'SandyBridge', adds: 'spec-ctrl' },
  { name: 'IvyBridge', vendor: 'Intel', like: 'SandyBridge', adds: 'vme f16c rdrand fsgsbase smep erms' },
  { name: 'IvyBridge-IBRS', vendor: 'Intel', like: 'IvyBridge', adds: 'spec-ctrl' },
  {
    name: 'Haswell-noTSX',
    vendor: 'Intel',
    like: 'SandyBridge',
    adds: 'fma pcid movbe fsgsbase bmi1 avx2 smep bmi2 erms invpcid',
  },
  { name: 'Haswell-noTSX-IBRS', vendor: 'Intel', like: 'Haswell-noTSX', adds: 'spec-ctrl' },
  { name: 'Haswell', vendor: 'Intel', like: 'Haswell-noTSX', adds: 'hle rtm' },
  { name: 'Haswell-IBRS', vendor: 'Intel', like: 'Haswell', adds: 'spec-ctrl' },
  { name: 'Broadwell-noTSX', vendor: 'Intel', like: 'Haswell-noTSX', adds: 'rdseed adx smap 3dnowprefetch' },
  { name: 'Broadwell-noTSX-IBRS', vendor: 'Intel', like: 'Broadwell-noTSX', adds: 'spec-ctrl' },
  { name: 'Broadwell', vendor: 'Intel', like: 'Broadwell-noTSX', adds: 'hle rtm' },
  { name: 'Broadwell-IBRS', vendor: 'Intel', like: 'Broadwell', adds: 'spec-ctrl' },
  {
    name: 'Skylake-Client',
    vendor: 'Intel',
    like: 'Broadwell',
    adds: 'vme f16c rdrand arat mpx xsaveopt xsavec xgetbv1 abm',
  },
  { name: 'Skylake-Client-IBRS', vendor: 'Intel', like: 'Skylake-Client', adds: 'spec-ctrl' },
  {
    name: 'Skylake-Client-noTSX-IBRS',
    vendor: 'Intel',
    like: 'Skylake-Client-IBRS',
    lacks: 'hle rtm',
    isOldName: true,
  },
  {
    name: 'Skylake-Server',
    vendor: 'Intel',
    like: 'Skylake-Client',
    adds: 'avx512f avx512dq clwb avx512cd avx512bw avx512vl pdpe1gb',
  },
  { name: 'Skylake-Server-IBRS', vendor: 'Intel', like: 'Skylake-Server', adds: 'spec-ctrl' },
  {
    name: 'Skylake-Server-noTSX-IBRS',
    vendor: 'Intel',
    like: 'Skylake-Server-IBRS',
    lacks: 'hle rtm',
    isOldName: true,
  },
  { name: 'Cascadelake-Server', vendor: 'Intel', like: 'Skylake-Server-IBRS', adds: 'clflushopt avx512vnni ssbd' },
  { name: 'Cascadelake-Server-noTSX', vendor: 'Intel', like: 'Cascadelake-Server', lacks: 'hle rtm', isOldName: true },
  {
    name: 'Icelake-Client',
    vendor: 'Intel',
    like: 'Skylake-Client-IBRS',
    adds: 'avx512vbmi umip pku avx512vbmi2 gfni vaes vpclmulqdq avx512vnni avx512bitalg avx512-vpopcntdq ssbd wbnoinvd',
    removed: 'intel-pt',
  },
  {
    name: 'Icelake-Client-noTSX',
    vendor: 'Intel',
    like: 'Icelake-Client',
    lacks: 'hle rtm',
    removed: 'intel-pt',
    isOldName: true,
  },
  {
    name: 'Icelake-Server',
    vendor: 'Intel',
    like: 'Icelake-Client',
    adds: 'avx512f avx512dq clflushopt clwb avx512cd avx512bw avx512vl la57 pdpe1gb',
    removed: 'intel-pt',
  },
  {
    name: 'Icelake-Server-noTSX',
    vendor: 'Intel',
    like: 'Icelake-Server',
    lacks: 'hle rtm',
    removed: 'intel-pt',
    isOldName: true,
  },
  {
    name: 'Cooperlake',
    vendor: 'Intel',
    like: 'Cascadelake-Server',
    adds: 'pku stibp arch-capabilities avx512-bf16 rdctl-no ibrs-all skip-l1dfl-vmentry mds-no pschange-mc-no taa-no',
    lacks: 'mpx',
  },
  {
    name: 'Snowridge',
    vendor: 'Intel',
    like: 'IvyBridge-IBRS',
    adds: 'movbe arat rdseed smap clflushopt clwb sha-ni umip gfni cldemote movdiri movdir64b arch-capabilities core-capability ssbd xsaveopt xsavec xgetbv1 pdpe1gb 3dnowprefetch split-lock-detect',
    lacks: 'avx f16c',
  },
  { name: 'athlon', vendor: 'AMD', like: 'pentium3', adds: 'apic sse2 mmxext 3dnowext 3dnow', lacks: 'mca' },
  { name: 'phenom', vendor: 'AMD', like: 'cpu64-rhel5', adds: 'monitor mmxext fxsr_opt 3dnowext 3dnow svm' },
  { name: 'Opteron_G1', vendor: 'AMD', like: 'cpu64-rhel5' },
  { name: 'Opteron_G2', vendor: 'AMD', like: 'cpu64-rhel6', adds: 'rdtscp svm' },
  { name: 'Opteron_G3', vendor: 'AMD', like: 'Opteron_G2', adds: 'popcnt abm sse4a misalignsse', removed: 'monitor' },
  {
    name: 'Opteron_G4',
    vendor: 'AMD',
    like: 'SandyBridge',
    adds: 'pdpe1gb svm abm sse4a misalignsse 3dnowprefetch xop fma4',
    lacks: 'x2apic tsc-deadline',
  },
  { name: 'Opteron_G5', vendor: 'AMD', like: 'Opteron_G4', adds: 'fma f16c tbm' },
  {
    name: 'EPYC',
    vendor: 'AMD',
    like: 'Skylake-Client-noTSX-IBRS',
    adds: 'clflushopt sha-ni mmxext fxsr_opt pdpe1gb svm cr8legacy sse4a misalignsse osvw',
    lacks: 'pcid x2apic tsc-deadline erms invpcid mpx spec-ctrl',
    removed: 'monitor',
  },
  { name: 'EPYC-IBPB', vendor: 'AMD', like: 'EPYC', adds: 'ibpb', removed: 'monitor' },
  {
    name: 'EPYC-Rome',
    vendor: 'AMD',
    like: 'EPYC-IBPB',
    adds: 'clwb umip rdpid perfctr_core clzero xsaveerptr wbnoinvd amd-stibp npt nrip-save',
  },
  {
    name: 'EPYC-Milan',
    vendor: 'AMD',
    like: 'EPYC-Rome',
    adds: 'pcid erms invpcid pku fsrm xsaves ibrs amd-ssbd svme-addr-chk',
  },
  { name: 'Dhyana', vendor: 'Hygon', like: 'EPYC-IBPB', lacks: 'pclmuldq aes sha-ni', removed: 'monitor' },
];

/** A CPU by its name. */
export interface X86Model {
  readonly name: string;
  readonly vendor: string | undefined;
  readonly features: ReadonlySet<string>;
  readonly removed: readonly string[];
  readonly isForGuests: boolean;
}

function words(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(' ');
}

/** All models by their names, the oldest first. */
export const x86Models: ReadonlyMap<string, X86Model> = new Map(completed());

function* completed(): Iterable<[string, X86Model]> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { name, vendor, like, adds, lacks, removed, isOldName = false } of entries) {
    const features = new Set(known.get(like ?? ''));
    for (const feature of words(adds)) features.add(feature);
    for (const feature of words(lacks)) features.delete(feature);
    known.set(name, features);
    yield [name, { name, vendor, features, removed: words(removed), isForGuests: !isOldName }];
  }
}
