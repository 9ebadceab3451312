import { ErrorDomain } from '../../generated/api-enums.ts';
import { readIdentity } from '../read-identity.ts';
import { arrange, type Layout, layout } from '../xml/arrange.ts';
import {
  childElements,
  childNamed,
  element,
  withAttributes,
  withChildren,
  withoutLooseText,
  type XmlElement,
} from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot } from '../xml/parse-document.ts';

/** A virtual network of a host. */
export interface Network {
  readonly name: string;
  readonly uuid: string;
  readonly definition: XmlElement;
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
  dns: plain,
  vlan: plain,
  bandwidth: plain,
  port: plain,
  ip: layout('address family netmask prefix localPtr'),
  route: layout('family address netmask prefix gateway metric'),
  virtualport: plain,
  portgroup: plain,
});
const alwaysOpen: ReadonlySet<string> = new Set(['ip', 'portgroup']);

/** Modes in which the host gives its own bridge away, and so says nothing of how it bridges. */
const foreignBridgeModes: ReadonlySet<string> = new Set(['bridge', 'private', 'vepa', 'passthrough', 'hostdev']);

/** Completes a network's definition as libvirt does. */
export function parseNetworkElement(root: XmlElement): Network {
  expectRoot(root, 'network');
  const { name, uuid, elements } = readIdentity(root, ErrorDomain.NETWORK);
  const given = childElements(withoutLooseText(root)).filter((part) => part.name !== 'name' && part.name !== 'uuid');
  const forward = given.find((part) => part.name === 'forward');
  const mode = forward === undefined ? 'none' : (forward.attributes.get('mode') ?? 'nat');
  const parts = given.filter((part) => part.name !== 'forward' && part.name !== 'bridge');
  const definition = withChildren(root, [
    ...elements,
    ...(forward === undefined ? [] : [withAttributes(forward, { mode })]),
    ...bridgeOf(root, mode),
    ...parts,
  ]);
  return { name, uuid, definition, isActive: false, persistent: true, autostart: false };
}

function bridgeOf(root: XmlElement, mode: string): XmlElement[] {
  const bridge = childNamed(root, 'bridge');
  if (foreignBridgeModes.has(mode)) return bridge === undefined ? [] : [bridge];
  const own = bridge ?? element('bridge');
  return [{ ...own, attributes: new Map([['stp', 'on'], ['delay', '0'], ...own.attributes]) }];
}

export function bridgeName({ definition }: Network): string | undefined {
  return childNamed(definition, 'bridge')?.attributes.get('name');
}

export function formatNetwork({ definition }: Network): string {
  return formatXml(arrange(definition, networkLayout), alwaysOpen);
}
