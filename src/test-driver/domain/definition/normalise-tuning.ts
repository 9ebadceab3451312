import {
  childElements,
  childNamed,
  element,
  textOf,
  withAttributes,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { canonicalCpuSet } from './cpu-set.ts';
import { withSizeInKib } from './scaled-size.ts';

/*
 * What libvirt makes of the parts of a domain that are not devices. `undefined` leaves a part out.
 */

export function normaliseMemtune(memtune: XmlElement): XmlElement | undefined {
  const limits = childElements(memtune).map((limit) => withSizeInKib(limit, `./memtune/${limit.name}[1]`));
  return limits.length === 0 ? undefined : withChildren(memtune, limits);
}

export function normaliseMemoryBacking(backing: XmlElement): XmlElement {
  const children = childElements(backing).map((child) => {
    if (child.name !== 'hugepages') return child;
    return withChildren(child, childElements(child).map(normaliseHugepage));
  });
  return withChildren(backing, children);
}

function normaliseHugepage(page: XmlElement): XmlElement {
  const size = page.attributes.get('size');
  if (size === undefined) return page;
  const sized = element('size', { unit: page.attributes.get('unit') }, [size]);
  return withAttributes(page, { size: textOf(withSizeInKib(sized, './@size')), unit: 'KiB' });
}

export function normaliseFeatures(features: XmlElement): XmlElement | undefined {
  const children = childElements(features).map((feature) => {
    const defaults = featureDefaults[feature.name];
    return defaults === undefined ? feature : { ...feature, attributes: new Map([...defaults, ...feature.attributes]) };
  });
  return children.length === 0 ? undefined : withChildren(features, children);
}

const featureDefaults: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  hyperv: [['mode', 'custom']],
  hap: [['state', 'on']],
  pvspinlock: [['state', 'on']],
  pmu: [['state', 'on']],
  vmport: [['state', 'on']],
  smm: [['state', 'on']],
  vmcoreinfo: [['state', 'on']],
};

export function normaliseCpu(cpu: XmlElement): XmlElement {
  const model = childNamed(cpu, 'model');
  const mode = cpu.attributes.get('mode') ?? (model === undefined ? undefined : 'custom');
  const custom = mode === 'custom';
  const children = childElements(cpu).flatMap((child) => {
    if (child.name === 'model') return normaliseCpuModel(child, custom);
    if (child.name === 'topology') return normaliseTopology(child);
    if (child.name === 'feature')
      return { ...child, attributes: new Map([['policy', 'require'], ...child.attributes]) };
    return child.name === 'numa' ? normaliseNuma(child) : child;
  });
  const match = cpu.attributes.get('match') ?? (custom && model !== undefined ? 'exact' : undefined);
  return withChildren(withAttributes(cpu, { mode, match }), children);
}

function normaliseCpuModel(model: XmlElement, custom: boolean): XmlElement[] {
  if (custom) return [{ ...model, attributes: new Map([['fallback', 'allow'], ...model.attributes]) }];
  // A host's model has no name of its own, and what is usual is not said.
  const fallback = model.attributes.get('fallback');
  const worthSaying = withAttributes(model, { fallback: fallback === 'allow' ? undefined : fallback });
  return worthSaying.attributes.size === 0 && textOf(model).trim() === '' ? [] : [worthSaying];
}

function normaliseTopology(topology: XmlElement): XmlElement {
  return withAttributes(topology, { dies: topology.attributes.get('dies') ?? '1' });
}

function normaliseNuma(numa: XmlElement): XmlElement {
  const cells = childElements(numa).map((cell, at) => {
    const { attributes } = cell;
    const memory = element('memory', { unit: attributes.get('unit') }, [attributes.get('memory') ?? '0']);
    const cpus = attributes.get('cpus');
    return withAttributes(cell, {
      id: attributes.get('id') ?? String(at),
      cpus: cpus === undefined ? undefined : canonicalCpuSet(cpus),
      memory: textOf(withSizeInKib(memory, './@memory')),
      unit: 'KiB',
    });
  });
  return withChildren(numa, cells);
}

const biosEntries = ['vendor', 'version', 'date', 'release'];
const systemEntries = ['manufacturer', 'product', 'version', 'serial', 'uuid', 'sku', 'family'];
const entriesOf: Readonly<Record<string, readonly string[]>> = {
  bios: biosEntries,
  system: systemEntries,
  baseBoard: ['manufacturer', 'product', 'version', 'serial', 'asset', 'location'],
  chassis: ['manufacturer', 'version', 'serial', 'asset', 'sku'],
};

/** Tables hold the entries that firmware knows, in the order of the firmware's own. */
export function normaliseSysinfo(sysinfo: XmlElement): XmlElement {
  const tables = childElements(sysinfo).map((table) => {
    const known = entriesOf[table.name];
    if (known === undefined) return table;
    const entries = known.flatMap(
      (name) => childElements(table).find((entry) => entry.attributes.get('name') === name) ?? [],
    );
    return withChildren(table, entries);
  });
  return withChildren(sysinfo, tables);
}
