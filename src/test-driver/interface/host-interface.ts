import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { fault } from '../fault.ts';
import { arrange, type Layout, layout } from '../xml/arrange.ts';
import { childNamed, withoutLooseText, type XmlElement } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot } from '../xml/parse-document.ts';

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

export function parseInterfaceElement(root: XmlElement): HostInterface {
  expectRoot(root, 'interface');
  const name = root.attributes.get('name');
  if (name === undefined) throw fault(ErrorNumber.ERR_NO_NAME, ErrorDomain.INTERFACE);
  const definition = withoutLooseText(root);
  return { name, mac: childNamed(root, 'mac')?.attributes.get('address') ?? '', definition, isActive: false };
}

export function formatInterface({ definition }: HostInterface): string {
  return formatXml(arrange(definition, interfaceLayout));
}
