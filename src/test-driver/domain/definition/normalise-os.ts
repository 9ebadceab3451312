import { ErrorDomain } from '../../../generated/api-enums.ts';
import { type Fault, internalFault, unsupportedConfiguration, xmlFault } from '../../fault.ts';
import {
  childElements,
  childNamed,
  childText,
  element,
  textOf,
  withChildren,
  withoutLooseText,
  type XmlElement,
} from '../../xml/element.ts';
import { architectures, hypervisors, osTypes } from './domain-vocabulary.ts';

/** On what, and as what, a domain runs. */
export interface OsFacts {
  readonly hypervisor: string;
  readonly osType: string;
  readonly arch: string;
}

/** The machine that the test driver plays. */
const defaultArch = 'i686';

export function osFacts(root: XmlElement): OsFacts {
  const hypervisor = root.attributes.get('type');
  if (hypervisor === undefined) {
    throw internalFault(ErrorDomain.DOMAIN, 'missing domain type attribute');
  }
  if (!hypervisors.has(hypervisor)) throw unsupported(`invalid domain type ${hypervisor}`);
  const os = childNamed(root, 'os');
  const type = os === undefined ? undefined : childNamed(os, 'type');
  const osType = (type === undefined ? '' : textOf(type)) || (childText(root, 'bootloader') === undefined ? '' : 'xen');
  if (osType === '') throw xmlFault(ErrorDomain.DOMAIN, 'an os <type> must be specified');
  if (!osTypes.has(osType)) throw unsupported(`unknown OS type '${osType}'`);
  const arch = type?.attributes.get('arch') ?? defaultArch;
  if (!architectures.has(arch)) throw unsupported(`Unknown architecture ${arch}`);
  return { hypervisor, osType, arch };
}

function unsupported(detail: string): Fault {
  return unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
}

const containerParts: ReadonlySet<string> = new Set(['init', 'initarg', 'initenv', 'initdir', 'inituser', 'initgroup']);

/** What the domain starts from: firmware and what it boots, a kernel, or the first program of a container. */
export function normaliseOs(root: XmlElement, { osType, arch }: OsFacts, devices: readonly XmlElement[]): XmlElement {
  const os = withoutLooseText(childNamed(root, 'os') ?? element('os'));
  const machine = childNamed(os, 'type')?.attributes.get('machine');
  const type = element('type', { arch, machine }, [osType]);
  const others = childElements(os).filter(
    ({ name, attributes, children }) => name !== 'type' && (attributes.size > 0 || children.length > 0),
  );
  if (osType === 'exe') {
    const container = others.filter(({ name }) => containerParts.has(name));
    if (!container.some(({ name }) => name === 'init')) {
      throw xmlFault(ErrorDomain.DOMAIN, 'init binary must be specified');
    }
    return withChildren(os, [type, ...container]);
  }
  const parts = others.filter(({ name }) => !containerParts.has(name));
  if (osType !== 'hvm') return withChildren(os, [type, ...parts]);
  const boots = parts.some(({ name }) => name === 'boot');
  const devicesBoot = devices.some((device) => childNamed(device, 'boot') !== undefined);
  if (boots && devicesBoot) {
    throw unsupported('per-device boot elements cannot be used together with os/boot elements');
  }
  const usual = boots || devicesBoot ? [] : [element('boot', { dev: 'hd' })];
  return withChildren(os, [type, ...parts, ...usual]);
}
