import { childElements, childNamed, childrenNamed, element, withChildren, type XmlElement } from '../../xml/element.ts';
import { formatCpuSet, parseCpuSet } from './cpu-set.ts';
import type { DomainDefinition } from './domain-definition.ts';

function cpusOf(pin: XmlElement | undefined): readonly number[] | undefined {
  const text = pin?.attributes.get('cpuset');
  // Something may be pinned to no CPU at all.
  if (text === undefined || text === '') return text === undefined ? undefined : [];
  return parseCpuSet(text);
}

/** The CPUs on which all of a domain runs that is not pinned by itself. */
export function commonCpus(definition: DomainDefinition): readonly number[] | undefined {
  return cpusOf(definition.part('vcpu'));
}

export function vcpuPin(definition: DomainDefinition, vcpu: number): readonly number[] | undefined {
  return cpusOf(pinOf(definition, 'vcpupin', 'vcpu', vcpu));
}

export function emulatorPin(definition: DomainDefinition): readonly number[] | undefined {
  return cpusOf(childNamed(definition.part('cputune'), 'emulatorpin'));
}

export function ioThreadPin(definition: DomainDefinition, thread: number): readonly number[] | undefined {
  return cpusOf(pinOf(definition, 'iothreadpin', 'iothread', thread));
}

function pinOf(definition: DomainDefinition, name: string, key: string, number: number): XmlElement | undefined {
  return childrenNamed(definition.part('cputune'), name).find(
    ({ attributes }) => Number(attributes.get(key)) === number,
  );
}

export function withVcpuPin(definition: DomainDefinition, vcpu: number, cpus: readonly number[]): DomainDefinition {
  const pin = element('vcpupin', { vcpu: String(vcpu), cpuset: formatCpuSet(cpus) });
  return withPin(definition, pin, ({ attributes }) => Number(attributes.get('vcpu')));
}

export function withEmulatorPin(definition: DomainDefinition, cpus: readonly number[]): DomainDefinition {
  return withPin(definition, element('emulatorpin', { cpuset: formatCpuSet(cpus) }), () => 0);
}

export function withIoThreadPin(
  definition: DomainDefinition,
  thread: number,
  cpus: readonly number[],
): DomainDefinition {
  const pin = element('iothreadpin', { iothread: String(thread), cpuset: formatCpuSet(cpus) });
  const places = new Map(definition.ioThreads.map(({ id }, place) => [id, place]));
  return withPin(definition, pin, ({ attributes }) => places.get(Number(attributes.get('iothread'))) ?? -1);
}

/** Without what binds a thread that is no more. */
export function withoutIoThreadPin(definition: DomainDefinition, thread: number): DomainDefinition {
  const pin = pinOf(definition, 'iothreadpin', 'iothread', thread);
  if (pin === undefined) return definition;
  const cputune = definition.part('cputune');
  const rest = childElements(cputune).filter((child) => child !== pin);
  return definition.withPart('cputune', rest.length === 0 ? undefined : withChildren(cputune, rest));
}

/** With a pin in the place of the one of the same thing, among those of its kind in their order. */
function withPin(
  definition: DomainDefinition,
  pin: XmlElement,
  placeOf: (pin: XmlElement) => number,
): DomainDefinition {
  const cputune = definition.part('cputune');
  const others = childElements(cputune).filter(({ name }) => name !== pin.name);
  const kept = childrenNamed(cputune, pin.name).filter((other) => placeOf(other) !== placeOf(pin));
  const pins = [...kept, pin].sort((left, right) => placeOf(left) - placeOf(right));
  return definition.withPart('cputune', withChildren(cputune, [...others, ...pins]));
}

/** Whether a virtual CPU is there and turned on. */
export function isOnline(definition: DomainDefinition, vcpu: number): boolean {
  const { current, maximum } = definition.vcpus;
  const listed = childrenNamed(definition.part('vcpus'), 'vcpu');
  if (listed.length === 0) return vcpu < current;
  const entry = listed.find(({ attributes }) => Number(attributes.get('id')) === vcpu);
  return vcpu < maximum && entry !== undefined && entry.attributes.get('enabled') !== 'no';
}
