import { arrange } from '../../xml/arrange.ts';
import {
  childNamed,
  childrenNamed,
  childText,
  element,
  isElement,
  withAttributes,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { formatXml } from '../../xml/format-xml.ts';
import { type DomainDisk, readDisk } from './domain-disk.ts';
import { type DomainInterface, readInterface } from './domain-interface.ts';
import { type IoThread, keepIoThreads, readIoThreads, shownIoThreads } from './iothreads.ts';
import { domainLayout } from './layout-domain.ts';
import { formatMemoryLimits, type MemoryLimits, readMemoryLimits } from './memory-limits.ts';
import { formatMetadata, metadataOf, metadataText, withMetadataText } from './metadata.ts';
import { changeVcpuStates, countOnline, type VcpuCounts } from './vcpu-states.ts';

export interface DomainFormat {
  /** The number of the running domain, to be shown with it. */
  readonly id?: number | undefined;
  /** Whether passwords are shown. */
  readonly secure: boolean;
}

const alwaysOpen: ReadonlySet<string> = new Set(['devices', 'redirdev', 'bandwidth']);

/** What a domain is made of. It never changes: what changes a domain gives it another definition. */
export class DomainDefinition {
  readonly #tree: XmlElement;

  /** `tree` has been completed as libvirt completes it. */
  constructor(tree: XmlElement) {
    this.#tree = tree;
  }

  get name(): string {
    return childText(this.#tree, 'name') ?? '';
  }

  get uuid(): string {
    return childText(this.#tree, 'uuid') ?? '';
  }

  get title(): string | undefined {
    return childText(this.#tree, 'title');
  }

  get description(): string | undefined {
    return childText(this.#tree, 'description');
  }

  /** What the guest may come to use, in KiB. */
  get maxMemory(): bigint {
    return BigInt(childText(this.#tree, 'memory') ?? '0');
  }

  /** What the guest uses at the moment, in KiB. */
  get memory(): bigint {
    return BigInt(childText(this.#tree, 'currentMemory') ?? '0');
  }

  get hasNumaCells(): boolean {
    const cpu = childNamed(this.#tree, 'cpu');
    return cpu !== undefined && childNamed(cpu, 'numa') !== undefined;
  }

  /** The most that memory may grow to by plugging in more, in KiB. */
  get memoryLimit(): bigint | undefined {
    const limit = childText(this.#tree, 'maxMemory');
    return limit === undefined ? undefined : BigInt(limit);
  }

  get memoryLimits(): MemoryLimits {
    return readMemoryLimits(this.part('memtune'));
  }

  get vcpus(): VcpuCounts {
    const maximum = Number(childText(this.#tree, 'vcpu') ?? '1');
    return { current: Number(childNamed(this.#tree, 'vcpu')?.attributes.get('current') ?? maximum), maximum };
  }

  get ioThreads(): readonly IoThread[] {
    return readIoThreads(this.#tree);
  }

  /** A part of its own, as `cputune`; one with nothing in it where it has none. */
  part(name: string): XmlElement {
    return childNamed(this.#tree, name) ?? element(name);
  }

  /** Its devices of a kind, as `controller`. */
  devices(kind: string): readonly XmlElement[] {
    return childrenNamed(this.part('devices'), kind);
  }

  get disks(): readonly DomainDisk[] {
    return this.devices('disk').map(readDisk);
  }

  get interfaces(): readonly DomainInterface[] {
    return this.devices('interface').map(readInterface);
  }

  /** Whether it has a device through which its memory could grow and shrink. */
  get hasBalloon(): boolean {
    const [balloon] = this.devices('memballoon');
    return balloon !== undefined && balloon.attributes.get('model') !== 'none';
  }

  /** What happens when the guest ends in that way: `destroy`, `restart`… */
  actionOn(event: 'poweroff' | 'reboot' | 'crash'): string {
    return childText(this.#tree, `on_${event}`) ?? 'destroy';
  }

  metadata(namespace: string): string | undefined {
    return metadataText(metadataOf(this.#tree), namespace);
  }

  /** `undefined` leaves the part out. */
  withPart(name: string, part: XmlElement | undefined): DomainDefinition {
    return new DomainDefinition(withChild(this.#tree, name, part));
  }

  /** With another device in the place of one of its own. */
  withDevice(old: XmlElement, changed: XmlElement): DomainDefinition {
    const devices = this.part('devices');
    const replaced = devices.children.map((device) => (device === old ? changed : device));
    return this.withPart('devices', withChildren(devices, replaced));
  }

  withIoThreads(threads: readonly IoThread[]): DomainDefinition {
    return this.withPart('iothreadids', keepIoThreads(threads));
  }

  withName(name: string): DomainDefinition {
    return this.#with('name', name);
  }

  withTitle(title: string | undefined): DomainDefinition {
    return this.#with('title', title);
  }

  withDescription(description: string | undefined): DomainDefinition {
    return this.#with('description', description);
  }

  withMetadata(namespace: string, prefix: string, text: string | null): DomainDefinition {
    const metadata = withMetadataText(metadataOf(this.#tree), namespace, prefix, text);
    return this.withPart('metadata', metadata);
  }

  withActionOn(event: 'poweroff' | 'reboot' | 'crash', action: string): DomainDefinition {
    return this.#with(`on_${event}`, action);
  }

  /** In seconds; 0 is never. */
  withBalloonPeriod(period: number): DomainDefinition {
    const [balloon] = this.devices('memballoon');
    if (balloon === undefined) return this;
    const stats = period === 0 ? undefined : element('stats', { period: String(period) });
    return this.withDevice(balloon, withChild(balloon, 'stats', stats));
  }

  withMemoryLimits(limits: MemoryLimits): DomainDefinition {
    return this.withPart('memtune', formatMemoryLimits(limits));
  }

  withMemory(memory: bigint): DomainDefinition {
    return this.#with('currentMemory', String(memory));
  }

  withMaxMemory(maxMemory: bigint): DomainDefinition {
    const limited = this.memory > maxMemory ? this.withMemory(maxMemory) : this;
    return limited.#with('memory', String(maxMemory));
  }

  withVcpus(counts: VcpuCounts): DomainDefinition {
    const { maximum } = counts;
    const before = childNamed(this.#tree, 'vcpus');
    const states = before === undefined ? undefined : changeVcpuStates(before, counts);
    const current = states === undefined ? counts.current : countOnline(states);
    const shown = current < maximum ? String(current) : undefined;
    const vcpu = withChildren(withAttributes(this.part('vcpu'), { current: shown }), [String(maximum)]);
    const changed = this.withPart('vcpu', vcpu).withPart('vcpus', states);
    return maximum < this.vcpus.maximum ? withoutVcpuPins(changed, maximum) : changed;
  }

  /** The document that libvirt makes of it. */
  format({ id, secure }: DomainFormat): string {
    const metadata = metadataOf(this.#tree);
    const hidden = withChild(withChild(this.#tree, 'metadata', undefined), 'iothreadids', undefined);
    const whole = withChildren(hidden, [...hidden.children, ...shownIoThreads(this.ioThreads)]);
    const shown = withAttributes(whole, { id: id?.toString() });
    const text = formatXml(arrange(secure ? shown : withoutSecrets(shown), domainLayout), alwaysOpen);
    if (metadata === undefined) return text;
    // Only this part is written in another style.
    const next = /^ {2}<(?:maxMemory|memory)\b/m.exec(text)?.index ?? text.length;
    return text.slice(0, next) + formatMetadata(metadata) + text.slice(next);
  }

  #with(name: string, text: string | undefined): DomainDefinition {
    const old = childNamed(this.#tree, name);
    const replacement = text === undefined ? undefined : withChildren(old ?? element(name), [text]);
    return this.withPart(name, replacement);
  }
}

function withoutSecrets(domain: XmlElement): XmlElement {
  const devices = childNamed(domain, 'devices');
  if (devices === undefined) return domain;
  const shown = devices.children.map((device) => (isElement(device) ? withoutSecretsOf(device) : device));
  return withChild(domain, 'devices', withChildren(devices, shown));
}

/** Passwords of displays, and what a web server lets images be read for. */
function withoutSecretsOf(device: XmlElement): XmlElement {
  if (device.name === 'graphics') return withAttributes(device, { passwd: undefined, passwdValidTo: undefined });
  const source = device.name === 'disk' ? childNamed(device, 'source') : undefined;
  if (source === undefined || childNamed(source, 'cookies') === undefined) return device;
  return withChild(device, 'source', withChild(source, 'cookies', undefined));
}

/** Without the pins of virtual CPUs that are no more. */
function withoutVcpuPins(definition: DomainDefinition, maximum: number): DomainDefinition {
  const cputune = definition.part('cputune');
  const kept = cputune.children.filter(
    (pin) => !isElement(pin) || pin.name !== 'vcpupin' || Number(pin.attributes.get('vcpu')) < maximum,
  );
  return definition.withPart('cputune', kept.length === 0 ? undefined : withChildren(cputune, kept));
}
