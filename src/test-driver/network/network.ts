import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { formatMetadata } from '../domain/definition/metadata.ts';
import { fault, unsupportedConfiguration, xmlFault } from '../fault.ts';
import { parseIpAddress } from '../ip-address.ts';
import { readIdentity } from '../read-identity.ts';
import { arrange, type Layout, layout } from '../xml/arrange.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  element,
  withAttributes,
  withChild,
  withChildren,
  withoutLooseText,
  type XmlElement,
} from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot, parseDocument } from '../xml/parse-document.ts';
import { readRange } from './entry/dhcp-range.ts';
import { readHostRecord } from './entry/host-record.ts';
import { readServiceRecord } from './entry/service-record.ts';
import { readStaticHost, writeStaticHost } from './entry/static-host.ts';
import { readTextRecord } from './entry/text-record.ts';

/** A virtual network of a host. */
export interface Network {
  readonly name: string;
  readonly uuid: string;
  readonly definition: XmlElement;
  /** What was defined while it ran: nobody sees it, but changes of what is kept are made to it. */
  readonly nextDefinition?: XmlElement | undefined;
  readonly isActive: boolean;
  readonly persistent: boolean;
  readonly autostart: boolean;
}

const plain: Layout = layout();
const networkLayout: Layout = layout('ipv6 trustGuestRxFilters', {
  name: plain,
  uuid: plain,
  metadata: plain,
  forward: layout('dev mode managed', { driver: plain, nat: plain, interface: plain }),
  bridge: layout('name zone stp delay macTableManager'),
  mtu: layout('size'),
  mac: layout('address'),
  domain: layout('name localOnly'),
  dns: layout('enable forwardPlainNames', {
    forwarder: layout('domain addr'),
    txt: layout('name value'),
    srv: layout('service protocol domain target port priority weight'),
    host: layout('ip'),
  }),
  vlan: plain,
  bandwidth: plain,
  port: plain,
  ip: layout('family address netmask prefix localPtr', {
    tftp: layout('root'),
    dhcp: layout('', {
      range: layout('start end', { lease: layout('expiry unit') }),
      host: layout('mac id name ip', { lease: layout('expiry unit') }),
      bootp: layout('file server'),
    }),
  }),
  route: layout('family address netmask prefix gateway metric'),
  virtualport: plain,
  portgroup: layout('name default trustGuestRxFilters'),
});
const alwaysOpen: ReadonlySet<string> = new Set(['ip', 'portgroup']);

/** Modes in which the host gives its own bridge away, and so says nothing of how it bridges. */
const foreignBridgeModes: ReadonlySet<string> = new Set(['bridge', 'private', 'vepa', 'passthrough', 'hostdev']);

/** All modes of forwarding, as documents spell them. */
const modes: ReadonlySet<string> = new Set([...foreignBridgeModes, 'none', 'nat', 'route', 'open']);
/** Modes in which the host routes, and so has to have an address of its own; plain `nat` comes from `<forward/>`. */
const routingModes: ReadonlySet<string> = new Set(['nat', 'route', 'open']);
/** What this release of libvirt does not keep. */
const forgotten: ReadonlySet<string> = new Set(['name', 'uuid', 'title', 'description']);

/** Reads a network's definition. Throws a Fault that says what libvirt would say of it. */
export function parseNetwork(xml: string): Network {
  return parseNetworkElement(parseDocument(xml, '(network_definition)', ErrorDomain.NETWORK));
}

/** Completes a network's definition as libvirt does. */
export function parseNetworkElement(root: XmlElement): Network {
  expectRoot(root, 'network');
  const { name, uuid, elements } = readIdentity(root, ErrorDomain.NETWORK);
  if (name.includes('/')) throw fault(ErrorNumber.ERR_XML_DETAIL, ErrorDomain.XML, 'invalid char in name: /');
  const given = childElements(withoutLooseText(root)).filter((part) => !forgotten.has(part.name));
  const forward = given.find((part) => part.name === 'forward');
  const mode = forward === undefined ? 'none' : (forward.attributes.get('mode') ?? 'nat');
  checkForwarding(name, mode, given);
  const parts = given
    .filter((part) => part.name !== 'forward' && part.name !== 'bridge')
    .map((part) => completeEntries(part, name))
    .filter((part) => part.name !== 'dns' || part.children.length > 0 || part.attributes.size > 0);
  const definition = withChildren(root, [
    ...elements,
    ...(forward === undefined ? [] : [completeForward(forward, mode)]),
    ...bridgeOf(root, mode),
    ...parts,
  ]);
  return { name, uuid, definition, isActive: false, persistent: true, autostart: false };
}

function checkForwarding(name: string, mode: string, parts: readonly XmlElement[]): void {
  if (!modes.has(mode)) {
    throw unsupportedConfiguration(ErrorDomain.NETWORK, `unknown forwarding type '${mode}'`);
  }
  const addresses = parts.filter((part) => part.name === 'ip');
  const wrong = addresses.map(({ attributes }) => attributes.get('address')).find((address) => !isAddress(address));
  if (wrong !== undefined) throw xmlFault(ErrorDomain.NETWORK, `Invalid address '${wrong}' in network '${name}'`);
  if (!routingModes.has(mode)) return;
  if (addresses.length === 0) {
    const detail = `${mode} forwarding requested, but no IP address provided for network '${name}'`;
    throw xmlFault(ErrorDomain.NETWORK, detail);
  }
  const forward = parts.find((part) => part.name === 'forward');
  if (forward !== undefined && childrenNamed(forward, 'interface').length > 1) {
    const detail = `multiple forwarding interfaces specified for network '${name}', only one is supported`;
    throw xmlFault(ErrorDomain.NETWORK, detail);
  }
}

function isAddress(address: string | undefined): boolean {
  return address === undefined || parseIpAddress(address) !== undefined;
}

/** The part with all entries in it as libvirt understands them. */
function completeEntries(part: XmlElement, network: string): XmlElement {
  if (part.name === 'dns') {
    const records = childElements(part).map((record) => {
      const readRecord = recordReaders[record.name];
      return readRecord === undefined ? record : readRecord(record, network, false);
    });
    return withChildren(part, records);
  }
  const dhcp = part.name === 'ip' ? childNamed(part, 'dhcp') : undefined;
  if (dhcp === undefined) return part;
  const isIpv6 = part.attributes.get('address')?.includes(':') ?? false;
  const entries = childElements(dhcp).map((entry) => {
    if (entry.name === 'range') return readRange(entry, network, part);
    if (entry.name !== 'host') return entry;
    return writeStaticHost(readStaticHost(entry, { network, isIpv6, mayBePartial: false }));
  });
  const isEmpty = entries.every(({ name }) => name !== 'range' && name !== 'host');
  return withChild(part, 'dhcp', isEmpty ? undefined : withChildren(dhcp, entries));
}

const recordReaders: Readonly<
  Record<string, (record: XmlElement, network: string, mayBePartial: boolean) => XmlElement>
> = { host: readHostRecord, txt: readTextRecord, srv: readServiceRecord };

/** The device that is forwarded to stands in two places. */
function completeForward(forward: XmlElement, mode: string): XmlElement {
  const interfaces = childrenNamed(forward, 'interface');
  const device = interfaces[0]?.attributes.get('dev') ?? forward.attributes.get('dev');
  const managed = mode === 'hostdev' ? { managed: forward.attributes.get('managed') ?? 'no' } : {};
  const added = interfaces.length === 0 && device !== undefined ? [element('interface', { dev: device })] : [];
  return withAttributes(withChildren(forward, [...forward.children, ...added]), { dev: device, mode, ...managed });
}

function bridgeOf(root: XmlElement, mode: string): XmlElement[] {
  const bridge = childNamed(root, 'bridge');
  if (foreignBridgeModes.has(mode)) return bridge === undefined ? [] : [bridge];
  const own = bridge ?? element('bridge');
  const stp = own.attributes.get('stp') === 'off' ? 'off' : 'on';
  return [withAttributes(own, { stp, delay: own.attributes.get('delay') ?? '0' })];
}

export function bridgeName({ definition }: Network): string | undefined {
  return childNamed(definition, 'bridge')?.attributes.get('name');
}

export function formatNetwork({ definition }: Network): string {
  const text = formatXml(arrange(withChild(definition, 'metadata', undefined), networkLayout), alwaysOpen);
  const metadata = childNamed(definition, 'metadata');
  if (metadata === undefined) return text;
  // Only this part is written in another style.
  const next = text.indexOf('</uuid>\n') + '</uuid>\n'.length;
  return text.slice(0, next) + formatMetadata(metadata) + text.slice(next);
}
