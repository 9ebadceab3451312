import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { fault, internalFault } from '../fault.ts';
import type { GuestCpu } from './guest-cpu.ts';
import type { HostCpu } from './host-cpu.ts';

/** Who makes the CPUs of each name that libvirt knows. */
const vendorOf: ReadonlyMap<string, string> = new Map([
  ['POWER6', 'IBM'],
  ['POWER7', 'IBM'],
  ['POWER8', 'IBM'],
  ['POWER9', 'IBM'],
  ['POWER10', 'IBM'],
  ['POWERPC_e5500', 'Freescale'],
  ['POWERPC_e6500', 'Freescale'],
]);
const vendors: ReadonlySet<string> = new Set(vendorOf.values());

export const ppc64Models: readonly string[] = [...vendorOf.keys()];

function failed(detail: string): Error {
  return fault(ErrorNumber.ERR_OPERATION_FAILED, ErrorDomain.CPU, detail);
}

/** The CPU that guests can have on all of the hosts, which therefore have to have the same. */
export function ppc64Baseline(cpus: readonly HostCpu[]): GuestCpu {
  const model = cpus[0]?.model ?? '';
  const vendor = vendorOf.get(model);
  if (vendor === undefined) {
    throw internalFault(ErrorDomain.CPU, `Unknown CPU model ${model}`);
  }
  for (const cpu of cpus) {
    if (cpu.model !== model) throw failed('CPUs are incompatible');
    if (cpu.vendor === undefined) continue;
    if (!vendors.has(cpu.vendor)) throw failed(`Unknown CPU vendor ${cpu.vendor}`);
    if (cpu.vendor === vendor) continue;
    throw failed(`CPU vendor ${vendor} of model ${model} differs from vendor ${cpu.vendor}`);
  }
  return { model, fallback: 'forbid', vendor: undefined, features: [] };
}
