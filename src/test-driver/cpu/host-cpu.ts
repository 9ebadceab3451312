import { ErrorDomain } from '../../generated/api-enums.ts';
import { type Fault, unsupportedConfiguration, xmlFault } from '../fault.ts';
import { childrenNamed, childText } from '../xml/element.ts';
import { parseDocument } from '../xml/parse-document.ts';
import { isArchitecture } from './architectures.ts';

/** The CPU of a host, as its capabilities describe it. */
export interface HostCpu {
  readonly architecture: string;
  readonly model: string;
  readonly vendor: string | undefined;
  /** What it has besides what its model has. */
  readonly features: readonly string[];
}

function unsupported(detail: string): Fault {
  return unsupportedConfiguration(ErrorDomain.CPU, detail);
}

/** Reads a host's CPU. Throws a Fault that says what libvirt would say of it. */
export function parseHostCpu(xml: string): HostCpu {
  const root = parseDocument(xml, '(CPU_definition)', ErrorDomain.CPU);
  const wrong = (detail: string): Fault => xmlFault(ErrorDomain.CPU, detail);
  if (root.name !== 'cpu') throw wrong("XML does not contain expected 'cpu' element");
  if (root.attributes.has('mode')) throw unsupported('Attribute mode is only allowed for guest CPU');
  const architecture = childText(root, 'arch');
  if (architecture === undefined) throw wrong('Missing CPU architecture');
  if (!isArchitecture(architecture)) throw unsupported(`Unknown architecture ${architecture}`);
  const model = childText(root, 'model');
  if (model === undefined) throw wrong('Missing CPU model name');
  const features = new Set<string>();
  for (const { attributes } of childrenNamed(root, 'feature')) {
    const name = attributes.get('name');
    if (name === undefined || name === '') throw wrong('Invalid CPU feature name');
    if (features.has(name)) throw wrong(`CPU feature '${name}' specified more than once`);
    features.add(name);
  }
  return { architecture, model, vendor: childText(root, 'vendor'), features: [...features] };
}
