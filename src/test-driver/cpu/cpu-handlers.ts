import { ConnectBaselineCPUFlags, ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { connectBaselineCPU, connectGetCPUModelNames } from '../../generated/remote-procedures.ts';
import { mustNotBeNull } from '../arguments.ts';
import { checkFlags, fault, invalidArgument } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { type CpuFamily, familyOf, isArchitecture } from './architectures.ts';
import { formatGuestCpu, type GuestCpu } from './guest-cpu.ts';
import { type HostCpu, parseHostCpu } from './host-cpu.ts';
import { ppc64Baseline, ppc64Models } from './ppc64-baseline.ts';
import { withAllFeatures, x86Baseline } from './x86-baseline.ts';
import { x86Models } from './x86-models.ts';

const { EXPAND_FEATURES } = ConnectBaselineCPUFlags;

/** The names that libvirt has for the CPUs of a family; it takes any name for those of which it has none. */
const modelsOf: Readonly<Record<CpuFamily, readonly string[]>> = {
  x86: [...x86Models.keys()],
  ppc64: ppc64Models,
  s390: [],
  arm: [],
};

function baseline(cpus: readonly HostCpu[]): GuestCpu {
  const { architecture = '', model = '' } = cpus[0] ?? {};
  switch (familyOf(architecture)) {
    case 'x86':
      return x86Baseline(cpus);
    case 'ppc64':
      return ppc64Baseline(cpus);
    case 'arm':
      return { model, fallback: 'allow', vendor: undefined, features: [] };
    case 's390': {
      const detail = `cannot compute baseline CPU of ${architecture} architecture`;
      throw fault(ErrorNumber.ERR_NO_SUPPORT, ErrorDomain.CPU, detail);
    }
  }
}

/** What there is to know of CPUs, whatever the host has. */
export const cpuHandlers: readonly HandledProcedure[] = [
  handle(connectGetCPUModelNames, (_, { arch, need_results, flags }) => {
    checkFlags('testConnectGetCPUModelNames', flags, 0);
    if (!isArchitecture(arch)) {
      throw invalidArgument(ErrorDomain.TEST, `cannot find architecture ${arch}`);
    }
    const models = modelsOf[familyOf(arch)];
    return { models: need_results === 0 ? [] : models, ret: models.length };
  }),
  handle(connectBaselineCPU, (_, { xmlCPUs, flags }) => {
    if (xmlCPUs.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virConnectBaselineCPU', 'xmlCPUs');
    checkFlags('testConnectBaselineCPU', flags, EXPAND_FEATURES);
    const cpus = xmlCPUs.map(parseHostCpu);
    const cpu = baseline(cpus);
    const expands = (flags & EXPAND_FEATURES) !== 0 && familyOf(cpus[0]?.architecture ?? '') === 'x86';
    return { cpu: formatGuestCpu(expands ? withAllFeatures(cpu) : cpu) };
  }),
];
