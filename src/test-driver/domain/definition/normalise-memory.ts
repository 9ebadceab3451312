import { ErrorDomain } from '../../../generated/api-enums.ts';
import { xmlFault } from '../../fault.ts';
import { childElements, childNamed, element, withChildren, type XmlElement } from '../../xml/element.ts';
import { sizeInKib, withSizeInKib } from './scaled-size.ts';

export interface DomainMemory {
  readonly elements: readonly XmlElement[];
  /** Refuses a domain without memory: libvirt does so when all else has been looked at. */
  readonly check: () => void;
}

/** How much memory a domain has: what it says, or what its NUMA cells have together. */
export function normaliseMemory(root: XmlElement): DomainMemory {
  const given = childNamed(root, 'memory');
  const total = numaMemory(root) ?? (given === undefined ? 0n : sizeInKib(given, './memory[1]'));
  const givenCurrent = childNamed(root, 'currentMemory');
  const current = givenCurrent === undefined ? 0n : sizeInKib(givenCurrent, './currentMemory[1]');
  const settled = current === 0n || current > total ? total : current;
  const dumpCore = given?.attributes.get('dumpCore');
  const elements = [
    element('memory', { dumpCore, unit: 'KiB' }, [String(total)]),
    element('currentMemory', { unit: 'KiB' }, [String(settled)]),
    ...memoryLimit(root),
  ];
  return {
    elements,
    check: () => {
      if (total > 0n) return;
      const where = 'Memory size must be specified via <memory> or in the <numa> configuration';
      throw xmlFault(ErrorDomain.DOMAIN, where);
    },
  };
}

function numaMemory(root: XmlElement): bigint | undefined {
  const cpu = childNamed(root, 'cpu');
  const numa = cpu === undefined ? undefined : childNamed(cpu, 'numa');
  if (numa === undefined) return undefined;
  return childElements(numa).reduce((total, { attributes }) => {
    const size = element('memory', { unit: attributes.get('unit') }, [attributes.get('memory') ?? '0']);
    return total + sizeInKib(size, './@memory');
  }, 0n);
}

function memoryLimit(root: XmlElement): XmlElement[] {
  const limit = childNamed(root, 'maxMemory');
  if (limit === undefined) return [];
  const settled = withSizeInKib(limit, './maxMemory[1]');
  if (Number(settled.attributes.get('slots') ?? 0) === 0) {
    throw xmlFault(ErrorDomain.DOMAIN, 'both maximum memory size and memory slot count must be specified');
  }
  return [withChildren(settled, settled.children)];
}
