import { type Layout, layout } from '../../xml/arrange.ts';

/*
 * The order in which libvirt writes what is neither a device nor the domain itself.
 */

const plain: Layout = layout();

export const blkiotuneLayout: Layout = layout('', {
  weight: plain,
  device: layout('', {
    path: plain,
    weight: plain,
    read_iops_sec: plain,
    write_iops_sec: plain,
    read_bytes_sec: plain,
    write_bytes_sec: plain,
  }),
});

export const memtuneLayout: Layout = layout('', {
  hard_limit: layout('unit'),
  soft_limit: layout('unit'),
  min_guarantee: layout('unit'),
  swap_hard_limit: layout('unit'),
});

export const memoryBackingLayout: Layout = layout('', {
  hugepages: layout('', { page: layout('size unit nodeset') }),
  nosharepages: plain,
  locked: plain,
  source: layout('type'),
  access: layout('mode'),
  allocation: layout('mode threads'),
  discard: plain,
});

export const cputuneLayout: Layout = layout('', {
  shares: plain,
  period: plain,
  quota: plain,
  global_period: plain,
  global_quota: plain,
  emulator_period: plain,
  emulator_quota: plain,
  iothread_period: plain,
  iothread_quota: plain,
  vcpupin: layout('vcpu cpuset'),
  emulatorpin: layout('cpuset'),
  iothreadpin: layout('iothread cpuset'),
  vcpusched: layout('vcpus scheduler priority'),
  iothreadsched: layout('iothreads scheduler priority'),
  emulatorsched: layout('scheduler priority'),
  cachetune: plain,
  memorytune: plain,
});

export const numatuneLayout: Layout = layout('', {
  memory: layout('mode nodeset placement'),
  memnode: layout('cellid mode nodeset'),
});

export const sysinfoLayout: Layout = layout('type', {
  bios: plain,
  system: plain,
  baseBoard: plain,
  chassis: plain,
  oemStrings: plain,
});

export const osLayout: Layout = layout('firmware', {
  type: layout('arch machine'),
  init: plain,
  initarg: plain,
  initenv: layout('name'),
  initdir: plain,
  inituser: plain,
  initgroup: plain,
  firmware: plain,
  loader: layout('readonly secure type'),
  nvram: layout('template type'),
  kernel: plain,
  initrd: plain,
  cmdline: plain,
  dtb: plain,
  acpi: layout('', { table: layout('type') }),
  boot: layout('dev'),
  bootmenu: layout('enable timeout'),
  bios: layout('useserial rebootTimeout'),
  smbios: layout('mode'),
});

const state: Layout = layout('state');

export const featuresLayout: Layout = layout('', {
  acpi: plain,
  apic: layout('eoi'),
  pae: plain,
  hap: state,
  viridian: plain,
  privnet: plain,
  hyperv: layout('mode', {
    relaxed: state,
    vapic: state,
    spinlocks: layout('state retries'),
    vpindex: state,
    runtime: state,
    synic: state,
    stimer: state,
    reset: state,
    vendor_id: layout('state value'),
    frequencies: state,
    reenlightenment: state,
    tlbflush: state,
    ipi: state,
    evmcs: state,
    avic: state,
  }),
  kvm: layout('', {
    hidden: state,
    'hint-dedicated': state,
    'poll-control': state,
    'pv-ipi': state,
    'dirty-ring': layout('state size'),
  }),
  pvspinlock: state,
  capabilities: layout('policy'),
  pmu: state,
  vmport: state,
  gic: layout('version'),
  smm: layout('state', { tseg: layout('unit') }),
  ioapic: layout('driver'),
  hpt: layout('resizing'),
  vmcoreinfo: state,
  htm: state,
  'nested-hv': state,
  msrs: layout('unknown'),
  'ccf-assist': state,
  xen: plain,
  cfpc: layout('value'),
  sbbc: layout('value'),
  ibs: layout('value'),
  tcg: plain,
});

export const cpuLayout: Layout = layout('mode match check migratable', {
  model: layout('fallback vendor_id'),
  vendor: plain,
  topology: layout('sockets dies cores threads'),
  cache: layout('level mode'),
  maxphysaddr: layout('mode bits'),
  feature: layout('policy name'),
  numa: layout('', { cell: layout('id cpus memory unit memAccess discard') }),
});

export const clockLayout: Layout = layout('offset adjustment basis timezone start', {
  timer: layout('name present tickpolicy track frequency mode', { catchup: layout('threshold slew limit') }),
});

export const pmLayout: Layout = layout('', {
  'suspend-to-mem': layout('enabled'),
  'suspend-to-disk': layout('enabled'),
});
