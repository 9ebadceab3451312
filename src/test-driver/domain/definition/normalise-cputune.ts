import { ErrorDomain } from '../../../generated/api-enums.ts';
import { internalFault, unsupportedConfiguration } from '../../fault.ts';
import {
  childElements,
  childNamed,
  element,
  withAttributes,
  withChildren,
  withoutLooseText,
  type XmlElement,
} from '../../xml/element.ts';
import { positiveAttribute, unsignedAttribute } from '../../xml/integer-attribute.ts';
import { formatCpuSet, parseCpuSet } from './cpu-set.ts';
import { readIoThreads } from './iothreads.ts';

/** What there is in a domain that can be pinned to CPUs of the host. */
export interface Pinnable {
  readonly vcpus: number;
  /** The part of the definition that names its threads, if it has any. */
  readonly threads: XmlElement | undefined;
}

interface Pinning {
  readonly pin: XmlElement;
  /** Where it stands among those of its kind. */
  readonly place: number;
}

/** How the CPUs of the host are shared out: each pin once, in the order of what is pinned. */
export function normaliseCputune(root: XmlElement, { vcpus, threads }: Pinnable): XmlElement | undefined {
  const cputune = childNamed(root, 'cputune');
  if (cputune === undefined) return undefined;
  const parts = childElements(withoutLooseText(cputune));
  const ids = readIoThreads(element('domain', {}, threads === undefined ? [] : [threads])).map(({ id }) => id);
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const vcpuPins = named(parts, 'vcpupin').flatMap((pin): Pinning[] => {
    const place = unsignedAttribute(pin, 'vcpu');
    // Pins of virtual CPUs that there are not mean nothing.
    return place < vcpus ? [{ pin: withCpuSet(pin), place }] : [];
  });
  refuseTwins(vcpuPins, (vcpu) => `duplicate vcpupin for vcpu '${vcpu}'`);
  const emulatorPins = named(parts, 'emulatorpin').map(withCpuSet);
  const threadPins = named(parts, 'iothreadpin').map((pin): Pinning => {
    const id = positiveAttribute(pin, 'iothread');
    const place = placeOf.get(id);
    if (place === undefined) throw unsupported(`Cannot find 'iothread' : ${id}`);
    return { pin: withCpuSet(pin), place };
  });
  refuseTwins(threadPins, (place) => `duplicate iothreadpin for same iothread '${ids[place] ?? 0}'`);
  const others = parts.filter(({ name }) => !pinNames.has(name));
  const children = [...others, ...inOrder(vcpuPins), ...emulatorPins, ...inOrder(threadPins)];
  return children.length === 0 ? undefined : withChildren(cputune, children);
}

const pinNames: ReadonlySet<string> = new Set(['vcpupin', 'emulatorpin', 'iothreadpin']);

function named(parts: readonly XmlElement[], name: string): XmlElement[] {
  return parts.filter((part) => part.name === name);
}

function inOrder(pins: readonly Pinning[]): XmlElement[] {
  return [...pins].sort((left, right) => left.place - right.place).map(({ pin }) => pin);
}

function refuseTwins(pins: readonly Pinning[], complaint: (place: number) => string): void {
  const seen = new Set<number>();
  for (const { place } of pins) {
    if (seen.has(place)) throw internal(complaint(place));
    seen.add(place);
  }
}

function withCpuSet(pin: XmlElement): XmlElement {
  const text = pin.attributes.get('cpuset');
  if (text === undefined) throw internal(`missing cpuset for ${pin.name}`);
  const cpus = parseCpuSet(text);
  if (cpus.length === 0) throw unsupported(`Invalid value of 'cpuset': ${text}`);
  return withAttributes(pin, { cpuset: formatCpuSet(cpus) });
}

function internal(detail: string): Error {
  return internalFault(ErrorDomain.DOMAIN, detail);
}

function unsupported(detail: string): Error {
  return unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
}
