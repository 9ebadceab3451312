import { ErrorDomain } from '../../generated/api-enums.ts';
import { xmlFault } from '../fault.ts';
import { arrange, type Layout, layout } from '../xml/arrange.ts';
import { childNamed, childrenNamed, withoutLooseText, type XmlElement } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot, parseDocument } from '../xml/parse-document.ts';

/** A network interface of the host itself. */
export interface HostInterface {
  readonly name: string;
  readonly mac: string;
  readonly definition: XmlElement;
  readonly isActive: boolean;
}

const plain: Layout = layout();
const interfaceLayout: Layout = layout('type name', {
  start: layout('mode'),
  mtu: layout('size'),
  protocol: layout('family', { autoconf: plain, dhcp: plain, ip: layout('address prefix'), route: layout('gateway') }),
  mac: layout('address'),
});

/** Types of interfaces, and whether one has an element of its type's name. */
const types: ReadonlyMap<string, boolean> = new Map([
  ['ethernet', false],
  ['bridge', true],
  ['vlan', true],
  ['bond', true],
]);
const startModes: ReadonlySet<string> = new Set(['onboot', 'none', 'hotplug']);
const families: ReadonlySet<string> = new Set(['ipv4', 'ipv6']);

/** Reads an interface's definition. Throws a Fault that says what libvirt would say of it. */
export function parseInterface(xml: string): HostInterface {
  return parseInterfaceElement(parseDocument(xml, '(interface_definition)', ErrorDomain.INTERFACE));
}

export function parseInterfaceElement(root: XmlElement): HostInterface {
  expectRoot(root, 'interface');
  const type = root.attributes.get('type');
  if (type === undefined) throw xmlFault(ErrorDomain.XML, "Missing required attribute 'type' in element 'interface'");
  const hasOwnElement = types.get(type);
  if (hasOwnElement === undefined) {
    throw xmlFault(ErrorDomain.XML, `Invalid value for attribute 'type' in element 'interface': '${type}'.`);
  }
  const name = root.attributes.get('name');
  if (name === undefined) throw wrong('interface has no name');
  const mode = childNamed(root, 'start')?.attributes.get('mode');
  if (mode !== undefined && !startModes.has(mode)) throw wrong(`unknown interface startmode ${mode}`);
  const families = childrenNamed(root, 'protocol').map(({ attributes }) => attributes.get('family'));
  const unknown = families.find((family) => !isFamily(family));
  if (unknown !== undefined) throw wrong(`unsupported protocol family '${unknown}'`);
  if (hasOwnElement && childNamed(root, type) === undefined) {
    throw wrong(`${type} interface misses the ${type} element`);
  }
  const definition = withoutLooseText(root);
  return { name, mac: childNamed(root, 'mac')?.attributes.get('address') ?? '', definition, isActive: false };
}

function isFamily(family: string | undefined): boolean {
  return family === undefined || families.has(family);
}

function wrong(detail: string): Error {
  return xmlFault(ErrorDomain.INTERFACE, detail);
}

/** All but those that a VLAN names are closed on a line of their own. */
function opens({ name, attributes }: XmlElement): boolean {
  return name === 'interface' && attributes.has('type');
}

export function formatInterface({ definition }: HostInterface): string {
  return formatXml(arrange(definition, interfaceLayout), opens);
}
