import { ErrorDomain } from '../../generated/api-enums.ts';
import { xmlFault } from '../fault.ts';
import { NamedList } from '../named-list.ts';
import { readIdentity } from '../read-identity.ts';
import { arrange, type Layout, layout } from '../xml/arrange.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  element,
  textOf,
  withChildren,
  type XmlElement,
} from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot, parseDocument } from '../xml/parse-document.ts';
import { completeSource, readTarget, sourceKeys } from './pool-source.ts';
import { type PoolType, poolTypes } from './pool-types.ts';
import { parseStorageVolumeElement, type StorageVolume } from './storage-volume.ts';

/** A storage pool of a host. */
export interface StoragePool {
  readonly name: string;
  readonly uuid: string;
  readonly type: string;
  readonly rules: PoolType;
  /** Below which its volumes lie. */
  readonly targetPath: string;
  /** What no other pool of its type may have as well. */
  readonly sourceKeys: readonly string[];
  readonly definition: XmlElement;
  readonly isActive: boolean;
  readonly persistent: boolean;
  readonly autostart: boolean;
  /** In bytes. */
  readonly capacity: bigint;
  readonly volumes: NamedList<StorageVolume>;
}

const plain: Layout = layout();
const poolLayout: Layout = layout('type', {
  name: plain,
  uuid: plain,
  capacity: plain,
  allocation: plain,
  available: plain,
  features: plain,
  source: layout('', {
    host: layout('name port'),
    device: plain,
    dir: plain,
    adapter: layout('type name parent managed wwnn wwpn'),
    name: plain,
    initiator: plain,
    format: plain,
    auth: plain,
    vendor: plain,
    product: plain,
  }),
  target: layout('', {
    path: plain,
    permissions: layout('', { mode: plain, owner: plain, group: plain, label: plain }),
  }),
});
const alwaysOpen: ReadonlySet<string> = new Set(['source']);

/** What the test driver says of every pool. */
const defaultCapacity = 100n * 1024n ** 3n;
const stated: ReadonlySet<string> = new Set([
  'name',
  'uuid',
  'capacity',
  'allocation',
  'available',
  'volume',
  'source',
  'target',
]);

/** Reads a pool's definition. Throws a Fault that says what libvirt would say of it. */
export function parseStoragePool(xml: string): StoragePool {
  return parseStoragePoolElement(parseDocument(xml, '(storage_pool_definition)', ErrorDomain.STORAGE));
}

/** Completes a pool's definition as libvirt does. */
export function parseStoragePoolElement(root: XmlElement): StoragePool {
  expectRoot(root, 'pool');
  const type = root.attributes.get('type');
  if (type === undefined) throw xmlFault(ErrorDomain.XML, "Missing required attribute 'type' in element 'pool'");
  const rules = poolTypes.get(type);
  if (rules === undefined) {
    throw xmlFault(ErrorDomain.XML, `Invalid value for attribute 'type' in element 'pool': '${type}'.`);
  }
  const given = childNamed(root, 'source');
  const { name, uuid, elements } = readIdentity(root, ErrorDomain.STORAGE, (found) => {
    const usable = found ?? (given === undefined ? undefined : childNamed(given, 'name')?.children.join(''));
    if (usable === undefined) throw xmlFault(ErrorDomain.STORAGE, 'missing pool source name element');
    if (usable.includes('/')) throw xmlFault(ErrorDomain.STORAGE, `name ${usable} cannot contain '/'`);
    return usable;
  });
  const source = completeSource(given, rules, name);
  const target = readTarget(root, rules, source, name);
  const parts = childElements(root).filter((part) => !stated.has(part.name));
  const targetPath = target === undefined ? '(null)' : textOf(childNamed(target, 'path') ?? target);
  const pool: StoragePool = {
    name,
    uuid,
    type,
    rules,
    targetPath,
    sourceKeys: sourceKeys(rules, source, targetPath),
    definition: withChildren(root, [...elements, ...parts, source, ...(target === undefined ? [] : [target])]),
    isActive: false,
    persistent: true,
    autostart: false,
    capacity: defaultCapacity,
    volumes: new NamedList(),
  };
  const volumes = childrenNamed(root, 'volume').map((volume) => parseStorageVolumeElement(pool, volume));
  return { ...pool, volumes: new NamedList(volumes) };
}

/** What the volumes of a pool take, in bytes. */
export function allocationOf({ volumes }: StoragePool): bigint {
  return volumes.all().reduce((sum, { allocation }) => sum + allocation, 0n);
}

export function formatStoragePool(pool: StoragePool): string {
  const { definition, capacity } = pool;
  const allocation = allocationOf(pool);
  const sizes = { capacity, allocation, available: capacity - allocation };
  const elements = Object.entries(sizes).map(([name, size]) => element(name, { unit: 'bytes' }, [String(size)]));
  return formatXml(arrange(withChildren(definition, [...definition.children, ...elements]), poolLayout), alwaysOpen);
}
