import { ErrorDomain } from '../../../generated/api-enums.ts';
import { internalFault, unsupportedConfiguration, xmlFault } from '../../fault.ts';
import { childNamed, element, textOf, type XmlElement } from '../../xml/element.ts';
import { canonicalCpuSet } from './cpu-set.ts';
import { countOnline, parseVcpuStates } from './vcpu-states.ts';

export interface DomainVcpus {
  readonly vcpu: XmlElement;
  /** Where they are listed one by one. */
  readonly states: XmlElement | undefined;
}

/** How many virtual CPUs a domain has, and how many of them it begins with. */
export function normaliseVcpu(root: XmlElement): DomainVcpus {
  const vcpu = childNamed(root, 'vcpu') ?? element('vcpu');
  const maximum = vcpu.children.length === 0 ? 1 : readCount(textOf(vcpu), 'maximum vcpus count must be an integer');
  if (maximum === 0) {
    const detail = 'CPU IDs in <numa> exceed the <vcpu> count';
    throw internalFault(ErrorDomain.DOMAIN, detail);
  }
  const given = vcpu.attributes.get('current');
  const states = parseVcpuStates(root, maximum);
  const counted = given === undefined ? maximum : readCount(given, 'current vcpus count must be an integer');
  const current = states === undefined ? counted : countOnline(states);
  if (current > maximum) {
    const detail = 'maximum vCPU count must not be less than current vCPU count';
    throw unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
  }
  const cpuset = vcpu.attributes.get('cpuset');
  const attributes = {
    placement: vcpu.attributes.get('placement') ?? 'static',
    cpuset: cpuset === undefined ? undefined : canonicalCpuSet(cpuset),
    current: current < maximum ? String(current) : undefined,
  };
  return { vcpu: element('vcpu', attributes, [String(maximum)]), states };
}

function readCount(text: string, complaint: string): number {
  if (!/^\s*\+?\d{1,9}$/.test(text)) throw xmlFault(ErrorDomain.DOMAIN, complaint);
  return Number(text);
}
