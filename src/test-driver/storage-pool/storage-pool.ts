import { ErrorDomain } from '../../generated/api-enums.ts';
import { readIdentity } from '../read-identity.ts';
import { arrange, type Layout, layout } from '../xml/arrange.ts';
import { childElements, childNamed, element, withChildren, withoutLooseText, type XmlElement } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot } from '../xml/parse-document.ts';

/** A storage pool of a host. */
export interface StoragePool {
  readonly name: string;
  readonly uuid: string;
  readonly type: string;
  readonly definition: XmlElement;
  readonly isActive: boolean;
  readonly persistent: boolean;
  readonly autostart: boolean;
  /** In bytes. */
  readonly capacity: bigint;
  readonly allocation: bigint;
}

const plain: Layout = layout();
const poolLayout: Layout = layout('type', {
  name: plain,
  uuid: plain,
  capacity: plain,
  allocation: plain,
  available: plain,
  features: plain,
  source: plain,
  target: layout('', { path: plain, permissions: plain }),
});
const alwaysOpen: ReadonlySet<string> = new Set(['source']);

/** What the test driver says of every pool. */
const defaultCapacity = 100n * 1024n ** 3n;
const stated: ReadonlySet<string> = new Set(['name', 'uuid', 'capacity', 'allocation', 'available', 'volume']);

/** Completes a pool's definition as libvirt does. */
export function parseStoragePoolElement(root: XmlElement): StoragePool {
  expectRoot(root, 'pool');
  const { name, uuid, elements } = readIdentity(root, ErrorDomain.STORAGE);
  const parts = childElements(withoutLooseText(root)).filter((part) => !stated.has(part.name));
  const source = childNamed(root, 'source') === undefined ? [element('source')] : [];
  return {
    name,
    uuid,
    type: root.attributes.get('type') ?? 'dir',
    definition: withChildren(root, [...elements, ...source, ...parts]),
    isActive: false,
    persistent: true,
    autostart: false,
    capacity: defaultCapacity,
    allocation: 0n,
  };
}

export function formatStoragePool({ definition, capacity, allocation }: StoragePool): string {
  const sizes = { capacity, allocation, available: capacity - allocation };
  const elements = Object.entries(sizes).map(([name, size]) => element(name, { unit: 'bytes' }, [String(size)]));
  return formatXml(arrange(withChildren(definition, [...definition.children, ...elements]), poolLayout), alwaysOpen);
}
