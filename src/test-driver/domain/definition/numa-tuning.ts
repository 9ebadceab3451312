import { ErrorDomain } from '../../../generated/api-enums.ts';
import { type Fault, unsupportedConfiguration, xmlFault } from '../../fault.ts';
import {
  childNamed,
  childrenNamed,
  element,
  withAttributes,
  withChildren,
  withoutLooseText,
  type XmlElement,
} from '../../xml/element.ts';
import { canonicalCpuSet, formatCpuSet, parseCpuSet } from './cpu-set.ts';

/** How strictly memory is to come from the nodes that are named; a mode's number is its place. */
export const numaModes = ['strict', 'preferred', 'interleave', 'restrictive'] as const;

export type NumaMode = (typeof numaModes)[number];
type Placement = 'static' | 'auto';

/** From which nodes of the host a domain gets its memory. */
export interface NumaMemory {
  readonly mode: NumaMode;
  readonly placement: Placement;
  /** Where the placement is `static`. */
  readonly nodes: readonly number[] | undefined;
}

export interface NumaMemoryChange {
  readonly mode?: NumaMode | undefined;
  readonly placement?: Placement | undefined;
  readonly nodes?: readonly number[] | undefined;
}

/** What becomes of it when some of it is set; refuses what does not go together. */
export function changeNumaMemory(
  current: NumaMemory | undefined,
  change: NumaMemoryChange,
  placesStatically: boolean,
): NumaMemory | undefined {
  if (change.mode === undefined && change.placement === undefined && change.nodes === undefined) return current;
  const nodes = change.nodes ?? current?.nodes;
  const usual: Placement = nodes !== undefined || placesStatically ? 'static' : 'auto';
  const given = change.placement ?? (change.nodes === undefined ? undefined : 'static');
  const placement = given ?? current?.placement ?? usual;
  if (placement === 'static' && nodes === undefined) {
    throw unsupported("nodeset for NUMA memory tuning must be set if 'placement' is 'static'");
  }
  const mode = change.mode ?? current?.mode ?? 'strict';
  return { mode, placement, nodes: placement === 'static' ? nodes : undefined };
}

/** As a settled definition says it. */
export function readNumaMemory(numatune: XmlElement): NumaMemory | undefined {
  const memory = childNamed(numatune, 'memory');
  if (memory === undefined) return undefined;
  const nodeset = memory.attributes.get('nodeset');
  return {
    mode: numaModes.find((known) => known === memory.attributes.get('mode')) ?? 'strict',
    placement: nodeset === undefined ? 'auto' : 'static',
    nodes: nodeset === undefined ? undefined : parseCpuSet(nodeset),
  };
}

/** The part of the definition with other memory; `undefined` where nothing is left of it. */
export function withNumaMemory(numatune: XmlElement, memory: NumaMemory | undefined): XmlElement | undefined {
  const others = childrenNamed(numatune, 'memnode');
  const own = memory === undefined ? [] : [formatMemory(memory)];
  const children = [...own, ...others];
  return children.length === 0 ? undefined : withChildren(numatune, children);
}

function formatMemory({ mode, nodes }: NumaMemory): XmlElement {
  const where = nodes === undefined ? { placement: 'auto' } : { nodeset: formatCpuSet(nodes) };
  return element('memory', { mode, ...where });
}

/** From where the memory of a domain comes, as libvirt understands its document. */
export function normaliseNumatune(root: XmlElement, placesStatically: boolean): XmlElement | undefined {
  const [given, another] = childrenNamed(root, 'numatune');
  if (another !== undefined) throw xmlFault(ErrorDomain.DOMAIN, 'only one numatune is supported');
  const numatune = withoutLooseText(given ?? element('numatune'));
  const memory = childNamed(numatune, 'memory');
  const usual: NumaMemoryChange = placesStatically ? {} : { placement: 'auto' };
  const settled = changeNumaMemory(undefined, memory === undefined ? usual : readGiven(memory), placesStatically);
  const cells = childrenNamed(numatune, 'memnode').map((cell) => {
    const nodeset = cell.attributes.get('nodeset');
    return withAttributes(cell, {
      mode: cell.attributes.get('mode') ?? 'strict',
      nodeset: nodeset === undefined ? undefined : canonicalCpuSet(nodeset),
    });
  });
  return withNumaMemory(withChildren(numatune, cells), settled);
}

function readGiven({ attributes }: XmlElement): NumaMemoryChange {
  const modeName = attributes.get('mode');
  const mode = numaModes.find((known) => known === modeName);
  if (modeName !== undefined && mode === undefined) {
    throw unsupported(`Unsupported NUMA memory tuning mode '${modeName}'`);
  }
  const placement = attributes.get('placement');
  if (placement !== undefined && placement !== 'static' && placement !== 'auto' && placement !== 'default') {
    throw unsupported(`Unsupported NUMA memory placement mode '${placement}'`);
  }
  const nodeset = attributes.get('nodeset');
  const nodes = nodeset === undefined ? undefined : parseCpuSet(nodeset);
  if (nodes?.length === 0) throw unsupported(`Invalid value of 'nodeset': ${nodeset}`);
  return { mode, placement: placement === 'default' ? undefined : placement, nodes };
}

function unsupported(detail: string): Fault {
  return unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
}
