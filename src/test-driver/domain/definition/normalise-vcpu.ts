import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { fault, xmlFault } from '../../fault.ts';
import { childElements, childNamed, element, textOf, type XmlElement } from '../../xml/element.ts';
import { canonicalCpuSet } from './cpu-set.ts';

/** How many virtual CPUs a domain has, and how many of them it begins with. */
export function normaliseVcpu(root: XmlElement): XmlElement {
  const vcpu = childNamed(root, 'vcpu') ?? element('vcpu');
  const maximum = vcpu.children.length === 0 ? 1 : readCount(textOf(vcpu), 'maximum vcpus count must be an integer');
  if (maximum === 0) {
    const detail = 'CPU IDs in <numa> exceed the <vcpu> count';
    throw fault(ErrorNumber.ERR_INTERNAL_ERROR, ErrorDomain.DOMAIN, detail);
  }
  const given = vcpu.attributes.get('current');
  const current =
    enabledVcpus(root) ?? (given === undefined ? maximum : readCount(given, 'current vcpus count must be an integer'));
  if (current > maximum) {
    const detail = 'maximum vCPU count must not be less than current vCPU count';
    throw fault(ErrorNumber.ERR_CONFIG_UNSUPPORTED, ErrorDomain.DOMAIN, detail);
  }
  const cpuset = vcpu.attributes.get('cpuset');
  const attributes = {
    placement: vcpu.attributes.get('placement') ?? 'static',
    cpuset: cpuset === undefined ? undefined : canonicalCpuSet(cpuset),
    current: current < maximum ? String(current) : undefined,
  };
  return element('vcpu', attributes, [String(maximum)]);
}

function readCount(text: string, complaint: string): number {
  if (!/^\s*\+?\d{1,9}$/.test(text)) throw xmlFault(ErrorDomain.DOMAIN, complaint);
  return Number(text);
}

/** How many are turned on in a definition that lists them one by one. */
function enabledVcpus(root: XmlElement): number | undefined {
  const vcpus = childNamed(root, 'vcpus');
  if (vcpus === undefined) return undefined;
  return childElements(vcpus).filter(({ attributes }) => attributes.get('enabled') !== 'no').length;
}
