import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { type Fault, fault, unsupportedConfiguration, xmlFault } from '../../fault.ts';
import { readUuid } from '../../read-identity.ts';
import {
  childElements,
  childNamed,
  childText,
  element,
  textOf,
  withAttributes,
  withoutLooseText,
  type XmlElement,
} from '../../xml/element.ts';
import { declaredNamespaces } from '../../xml/namespaces.ts';
import { expectRoot, parseDocument } from '../../xml/parse-document.ts';
import { normaliseBlkiotune } from './blkio-tuning.ts';
import { DomainDefinition } from './domain-definition.ts';
import { clockOffsets, crashActions, lifecycleActions, lifecycleEvents } from './domain-vocabulary.ts';
import { parseIoThreads } from './iothreads.ts';
import { normaliseMetadata } from './metadata.ts';
import { normaliseCputune } from './normalise-cputune.ts';
import { normaliseDevices } from './normalise-devices.ts';
import { normaliseMemory } from './normalise-memory.ts';
import { normaliseOs, osFacts } from './normalise-os.ts';
import {
  normaliseCpu,
  normaliseFeatures,
  normaliseMemoryBacking,
  normaliseMemtune,
  normaliseSysinfo,
} from './normalise-tuning.ts';
import { normaliseVcpu } from './normalise-vcpu.ts';
import { normaliseNumatune, readNumaMemory } from './numa-tuning.ts';
import { normalisePerf } from './perf-events.ts';

/** Reads a domain's definition. Throws a Fault that says what libvirt would say of it. */
export function parseDomain(xml: string): DomainDefinition {
  return parseDomainElement(parseDocument(xml, '(domain_definition)', ErrorDomain.DOMAIN));
}

/** Another of the same, as libvirt makes it: by writing the definition down and reading it again. */
export function copyDefinition(definition: DomainDefinition): DomainDefinition {
  return parseDomain(definition.format({ secure: true }));
}

/** Parts that stand alone, each with what libvirt makes of it. */
const parts: Readonly<Record<string, (part: XmlElement) => XmlElement | undefined>> = {
  memtune: normaliseMemtune,
  memoryBacking: normaliseMemoryBacking,
  blkiotune: normaliseBlkiotune,
  perf: normalisePerf,
  features: normaliseFeatures,
  cpu: normaliseCpu,
  sysinfo: normaliseSysinfo,
};

/** Parts that are written as they are understood, even where nothing is left of them. */
const handledAlways = ['title', 'description', 'metadata', 'iothreads', 'iothreadids', 'cputune', 'numatune', 'vcpus'];

/** Completes a domain's definition as libvirt does. */
export function parseDomainElement(root: XmlElement): DomainDefinition {
  expectRoot(root, 'domain');
  const name = readName(root);
  const uuid = readUuid(root, ErrorDomain.DOMAIN);
  const os = osFacts(root);
  const title = childText(root, 'title');
  if (title?.includes('\n')) throw xmlFault(ErrorDomain.DOMAIN, "Domain title can't contain newlines");
  const memory = normaliseMemory(root);
  const { vcpu, states } = normaliseVcpu(root);
  const threads = parseIoThreads(root);
  const cputune = normaliseCputune(root, { vcpus: Number(textOf(vcpu)), threads });
  const numatune = normaliseNumatune(root, vcpu.attributes.get('placement') === 'static');
  const clock = readClock(root);
  const actions = readActions(root);
  const devices = withoutLooseText(childNamed(root, 'devices') ?? element('devices'));
  const settled: XmlElement[] = [
    element('name', {}, [name]),
    element('uuid', {}, [uuid]),
    ...readTexts(root),
    ...memory.elements,
    isLeftToHost(vcpu, numatune, cputune) ? withAttributes(vcpu, { placement: 'auto' }) : vcpu,
    ...[states, threads, cputune, numatune].filter((part) => part !== undefined),
    normaliseOs(root, os, childElements(devices)),
    clock,
    ...actions,
    normaliseDevices(devices, os),
  ];
  memory.check();
  const handled = new Set([...settled.map((part) => part.name), ...handledAlways]);
  const others = childElements(root)
    .filter((part) => !handled.has(part.name) && !part.name.includes(':'))
    .map(withoutLooseText)
    .flatMap((part) => {
      const normalise = parts[part.name];
      return (normalise === undefined ? part : normalise(part)) ?? [];
    });
  return new DomainDefinition(element('domain', { type: os.hypervisor }, [...settled, ...others]));
}

/** Whether the host is to find the CPUs as it finds the memory: nobody has said where anything is to run. */
function isLeftToHost(vcpu: XmlElement, numatune: XmlElement | undefined, cputune: XmlElement | undefined): boolean {
  const findsMemory = numatune !== undefined && readNumaMemory(numatune)?.placement === 'auto';
  const isPinned = cputune !== undefined && childElements(cputune).some(({ name }) => name.endsWith('pin'));
  return findsMemory && !vcpu.attributes.has('cpuset') && !isPinned;
}

function readName(root: XmlElement): string {
  const name = childText(root, 'name');
  if (name === undefined) throw fault(ErrorNumber.ERR_NO_NAME, ErrorDomain.DOMAIN);
  if (name.includes('\n'))
    throw fault(ErrorNumber.ERR_XML_DETAIL, ErrorDomain.XML, `invalid char in name: ${name.replace(/[^\n]/g, '')}`);
  if (name.includes('/')) throw slashInName(name, ErrorDomain.DOMAIN);
  return name;
}

export function slashInName(name: string, domain: number): Fault {
  return xmlFault(domain, `name ${name} cannot contain '/'`);
}

/** What people and programs write down with the domain. */
function readTexts(root: XmlElement): XmlElement[] {
  const texts = ['title', 'description'].flatMap((name) => {
    const text = childText(root, name);
    return text === undefined ? [] : [element(name, {}, [text])];
  });
  const metadata = childNamed(root, 'metadata');
  return metadata === undefined ? texts : [...texts, normaliseMetadata(metadata, declaredNamespaces(root))];
}

function readClock(root: XmlElement): XmlElement {
  const clock = withoutLooseText(childNamed(root, 'clock') ?? element('clock'));
  const offset = clock.attributes.get('offset') ?? 'utc';
  if (!clockOffsets.has(offset)) {
    throw unsupportedConfiguration(ErrorDomain.DOMAIN, `unknown clock offset '${offset}'`);
  }
  return { ...clock, attributes: new Map([['offset', offset], ...clock.attributes]) };
}

function readActions(root: XmlElement): XmlElement[] {
  return lifecycleEvents.map(([event, usual]) => {
    const name = `on_${event}`;
    const action = childText(root, name) ?? usual;
    if (lifecycleActions.has(action) || (event === 'crash' && crashActions.has(action))) {
      return element(name, {}, [action]);
    }
    const detail = crashActions.has(action)
      ? `Lifecycle event '${event}' doesn't support '${action}' action`
      : `unknown ${name} action: ${action}`;
    throw unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
  });
}
