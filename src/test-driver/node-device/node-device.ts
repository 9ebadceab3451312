import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { fault } from '../fault.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  childText,
  element,
  withChild,
  withChildren,
  withoutLooseText,
  type XmlElement,
} from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot } from '../xml/parse-document.ts';

/** A device of the host. */
export interface NodeDevice {
  readonly name: string;
  readonly parent: string | undefined;
  readonly definition: XmlElement;
  /** What it can do, and what each of that can do in turn. */
  readonly capabilities: readonly string[];
  readonly nestedCapabilities: readonly string[];
}

const alwaysOpen: ReadonlySet<string> = new Set(['hardware', 'firmware']);

export function parseNodeDeviceElement(root: XmlElement): NodeDevice {
  expectRoot(root, 'device');
  const name = childText(root, 'name');
  if (name === undefined) throw fault(ErrorNumber.ERR_NO_NAME, ErrorDomain.NODEDEV);
  const settled = withoutLooseText(root);
  const children = childElements(settled).map((child) => (child.name === 'capability' ? completed(child) : child));
  const definition = withChildren(settled, children);
  const capabilities = childrenNamed(definition, 'capability');
  return {
    name,
    parent: childText(root, 'parent'),
    definition,
    capabilities: capabilities.map(typeOf),
    nestedCapabilities: capabilities.flatMap((capability) => childrenNamed(capability, 'capability').map(typeOf)),
  };
}

function typeOf({ attributes }: XmlElement): string {
  const type = attributes.get('type') ?? '';
  return type === 'vport_ops' ? 'vports' : type;
}

/** A machine has firmware, and an adapter that can make virtual ports has made none yet. */
function completed(capability: XmlElement): XmlElement {
  if (capability.attributes.get('type') === 'system') {
    const parts = ['hardware', 'firmware'].filter((part) => childNamed(capability, part) === undefined);
    return parts.reduce((whole, part) => withChild(whole, part, element(part)), capability);
  }
  const children = childElements(capability).map((child) =>
    child.attributes.get('type') === 'vport_ops' && child.children.length === 0
      ? withChildren(child, [element('max_vports', {}, ['0']), element('vports', {}, ['0'])])
      : child,
  );
  return children.length === 0 ? capability : withChildren(capability, children);
}

export function formatNodeDevice({ definition }: NodeDevice): string {
  return formatXml(definition, alwaysOpen);
}
