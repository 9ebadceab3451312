import type { Arg, Row } from './row.ts';

const cpuXml = 'the cpu element of a domain or of capabilities; several are told apart by their arch';
const hypervisor: Readonly<Record<string, Arg>> = {
  emulator: { doc: 'The path of the emulator.', option: true },
  arch: { doc: "The guest's architecture, as `x86_64`.", option: true },
  machine: { doc: 'The machine type, as `q35`.', option: true },
  virttype: { name: 'virtType', doc: 'The domain type, as `kvm`.', option: true },
};

/** What a connection tells of host and hypervisor, and the little it does to the host itself. */
export const connectionHostRows: readonly Row[] = [
  {
    method: 'getType',
    procedure: 'connectGetType',
    doc: "Tells the driver's name, as `QEMU` or `TEST`.",
    result: { field: 'type' },
  },
  {
    method: 'getVersion',
    procedure: 'connectGetVersion',
    doc: "Tells the hypervisor's version, as 1000000 × major + 1000 × minor + release; 0 where the driver knows none.",
    result: { field: 'hv_ver' },
  },
  {
    method: 'getLibVersion',
    procedure: 'connectGetLibVersion',
    doc: 'Tells the version of libvirt in the daemon, as 1000000 × major + 1000 × minor + release.',
    result: { field: 'lib_ver' },
  },
  {
    method: 'getHostname',
    procedure: 'connectGetHostname',
    doc: 'Tells the name of the host.',
    result: { field: 'hostname' },
  },
  {
    method: 'getSysinfo',
    procedure: 'connectGetSysinfo',
    doc: 'Describes the firmware and hardware of the host, as XML.',
    result: { field: 'sysinfo' },
    throws: ['VIR_ERR_CONFIG_UNSUPPORTED where the host does not tell'],
  },
  {
    method: 'getMaxVcpus',
    procedure: 'connectGetMaxVcpus',
    doc: 'Tells how many virtual CPUs a domain may have.',
    args: { type: { doc: 'The domain type, as `kvm`; without it the one that the hypervisor prefers.', option: true } },
    result: { field: 'max_vcpus' },
  },
  {
    method: 'getNodeInfo',
    procedure: 'nodeGetInfo',
    doc: 'Describes the hardware of the host.',
    result: {
      object: 'NodeInfo',
      doc: 'The hardware of the host, as {@link Connection.getNodeInfo} tells it.',
      fields: {
        model: { doc: "The CPU's model, as `x86_64`.", as: 'text' },
        memory: { doc: 'In KiB.' },
        cpus: { doc: 'How many CPUs are active.' },
        mhz: { doc: "The CPUs' frequency in MHz, 0 where it is not known." },
        nodes: { doc: 'How many NUMA nodes there are, 1 where memory is uniform.' },
        sockets: { doc: 'CPU sockets for each node.' },
        cores: { doc: 'Cores for each socket.' },
        threads: { doc: 'Threads for each core.' },
      },
    },
  },
  {
    method: 'getFreeMemory',
    procedure: 'nodeGetFreeMemory',
    doc: 'Tells how much memory of the host is free.',
    result: { field: 'freeMem', doc: 'bytes' },
  },
  {
    method: 'getCellsFreeMemory',
    procedure: 'nodeGetCellsFreeMemory',
    doc: 'Tells how much memory is free in each of the NUMA cells that follow one another.',
    args: {
      startCell: { doc: 'the number of the first cell' },
      maxcells: { name: 'maxCells', doc: 'how many cells, at most 1024; fewer are told of where there are fewer' },
    },
    result: { field: 'cells', doc: 'bytes, cell by cell' },
    throws: ['VIR_ERR_INTERNAL_ERROR or VIR_ERR_INVALID_ARG when there is no such first cell'],
  },
  {
    method: 'getMemoryParameters',
    procedure: 'nodeGetMemoryParameters',
    doc: 'Tells how the host shares equal pages of memory among programs (KSM).',
    result: { params: 'NodeMemoryParameters', strings: true },
    throws: ['VIR_ERR_NO_SUPPORT where the host has no such thing'],
  },
  {
    method: 'setMemoryParameters',
    procedure: 'nodeSetMemoryParameters',
    doc: 'Sets how the host shares equal pages of memory among programs; what is not given stays.',
    args: {
      params: {
        name: 'parameters',
        doc: '`shm_pages_to_scan`, `shm_sleep_millisecs` and `shm_merge_across_nodes`',
        as: { params: 'NodeMemoryParameters' },
      },
    },
    throws: [
      'VIR_ERR_ARGUMENT_UNSUPPORTED for one that cannot be set',
      'VIR_ERR_OPERATION_INVALID where the host has no such thing',
    ],
  },
  {
    method: 'getSecurityModel',
    procedure: 'nodeGetSecurityModel',
    doc: 'Tells how the host keeps domains apart.',
    result: {
      object: 'SecurityModel',
      doc: 'What {@link Connection.getSecurityModel} tells.',
      fields: {
        model: { doc: 'As `selinux` or `apparmor`; empty where nothing does.', as: 'text' },
        doi: { doc: 'The domain of interpretation: what the labels of that model mean.', as: 'text' },
      },
    },
  },
  {
    method: 'suspendForDuration',
    procedure: 'nodeSuspendForDuration',
    doc: 'Puts the whole host to sleep, domains and all, and has it wake up by itself. Answers before it sleeps.',
    args: {
      target: { doc: 'how deep it sleeps', as: { enum: 'NodeSuspendTarget' } },
      duration: { doc: 'seconds, at least 60' },
    },
    throws: [
      'VIR_ERR_ARGUMENT_UNSUPPORTED where the host cannot sleep so',
      'VIR_ERR_INVALID_ARG for less than a minute',
    ],
  },
  {
    method: 'getCapabilities',
    procedure: 'connectGetCapabilities',
    doc: 'Describes what host and hypervisor can do, as XML.',
    result: { field: 'capabilities' },
  },
  {
    method: 'getCPUModelNames',
    procedure: 'connectGetCPUModelNames',
    doc: 'Lists the CPU models that libvirt knows for an architecture.',
    args: { arch: { doc: 'as `x86_64`' } },
    result: { field: 'models' },
    throws: ['VIR_ERR_INVALID_ARG for an unknown architecture'],
  },
  {
    method: 'compareCPU',
    procedure: 'connectCompareCPU',
    doc: "Compares a CPU with the host's.",
    args: { xml: { doc: cpuXml } },
    result: { field: 'result', as: { enum: 'CPUCompareResult' } },
    throws: ['VIR_ERR_CPU_INCOMPATIBLE with ConnectCompareCPUFlags.FAIL_INCOMPATIBLE, saying why'],
    writes: false,
  },
  {
    method: 'compareHypervisorCPU',
    procedure: 'connectCompareHypervisorCPU',
    doc: 'Compares a CPU with the one that the hypervisor can give to domains of a kind.',
    args: { xmlCPU: { doc: cpuXml }, ...hypervisor },
    result: { field: 'result', as: { enum: 'CPUCompareResult' } },
    throws: ['VIR_ERR_CPU_INCOMPATIBLE with ConnectCompareCPUFlags.FAIL_INCOMPATIBLE, saying why'],
  },
  {
    method: 'baselineCPU',
    procedure: 'connectBaselineCPU',
    doc: 'Works out the best CPU that all of some hosts can give.',
    args: { xmlCPUs: { doc: "the hosts' cpu elements, or whole capabilities" } },
    result: { field: 'cpu', doc: 'a cpu element for domains' },
    throws: ['VIR_ERR_OPERATION_FAILED when they have nothing in common'],
    writes: false,
  },
  {
    method: 'baselineHypervisorCPU',
    procedure: 'connectBaselineHypervisorCPU',
    doc: 'Works out the best CPU that all of some CPUs, and the hypervisor with domains of a kind, can give.',
    args: { xmlCPUs: { doc: 'cpu elements, or whole domain capabilities' }, ...hypervisor },
    result: { field: 'cpu', doc: 'a cpu element for domains' },
    throws: ['VIR_ERR_OPERATION_FAILED when they have nothing in common'],
  },
];
