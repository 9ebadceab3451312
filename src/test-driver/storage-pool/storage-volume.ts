import { ErrorDomain } from '../../generated/api-enums.ts';
import { bytesOf } from '../domain/definition/scaled-size.ts';
import { unsupportedConfiguration, xmlFault } from '../fault.ts';
import { arrange, type Layout, layout } from '../xml/arrange.ts';
import {
  childNamed,
  childText,
  element,
  textOf,
  withChild,
  withChildren,
  withoutLooseText,
  type XmlElement,
} from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot, parseDocument } from '../xml/parse-document.ts';
import { SparseBytes } from './sparse-bytes.ts';
import type { StoragePool } from './storage-pool.ts';

/** A volume of a storage pool. */
export interface StorageVolume {
  readonly name: string;
  /** Where it would lie; its key as well. */
  readonly path: string;
  /** In bytes. */
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly definition: XmlElement;
  /** What is on it. */
  readonly bytes: SparseBytes;
}

const plain: Layout = layout();
const volumeLayout: Layout = layout('type', {
  name: plain,
  key: plain,
  capacity: layout('unit'),
  allocation: layout('unit'),
  target: layout('', {
    path: plain,
    format: layout('type'),
    permissions: layout('', { mode: plain, owner: plain, group: plain, label: plain }),
    encryption: layout('format', { secret: layout('type uuid') }),
    compat: plain,
    features: plain,
  }),
  backingStore: layout('', { path: plain, format: layout('type') }),
});

const formats: ReadonlySet<string> = new Set(
  'none raw dir bochs cloop dmg iso vpc vdi vhd fat ploop cow qcow qcow2 qed vmdk'.split(' '),
);
/** Reads a volume's definition for a pool. Throws a Fault that says what libvirt would say of it. */
export function parseStorageVolume(pool: StoragePool, xml: string): StorageVolume {
  return parseStorageVolumeElement(pool, parseDocument(xml, '(storage_volume_definition)', ErrorDomain.STORAGE));
}

/** Completes a volume's definition as libvirt does. */
export function parseStorageVolumeElement(pool: StoragePool, root: XmlElement): StorageVolume {
  expectRoot(root, 'volume');
  const name = childText(root, 'name');
  if (name === undefined) throw xmlFault(ErrorDomain.STORAGE, 'missing volume name element');
  const capacity = readSize(root, 'capacity');
  if (capacity === undefined) throw xmlFault(ErrorDomain.STORAGE, 'missing capacity element');
  const allocation = readSize(root, 'allocation') ?? capacity;
  const path = `${pool.targetPath}/${name}`;
  const backingStore = childNamed(root, 'backingStore');
  const definition = element('volume', { type: root.attributes.get('type') ?? 'file' }, [
    element('name', {}, [name]),
    element('key', {}, [path]),
    element('capacity', { unit: 'bytes' }, [String(capacity)]),
    element('allocation', { unit: 'bytes' }, [String(allocation)]),
    readTarget(root, pool.rules.volumeFormat, path),
    ...(backingStore === undefined ? [] : [withoutLooseText(backingStore)]),
  ]);
  return { name, path, capacity, allocation, definition, bytes: new SparseBytes() };
}

function readSize(root: XmlElement, name: string): bigint | undefined {
  const sized = childNamed(root, name);
  const text = sized === undefined ? '' : textOf(sized);
  if (sized === undefined || text === '') return undefined;
  if (!/^\s*\+?\d+$/.test(text)) throw xmlFault(ErrorDomain.STORAGE, `malformed ${name} element`);
  return BigInt(text.trim()) * bytesOf(sized.attributes.get('unit') ?? 'bytes');
}

const keptOfTarget: ReadonlySet<string> = new Set(['permissions', 'encryption', 'compat', 'features']);

function readTarget(root: XmlElement, usualFormat: string | undefined, path: string): XmlElement {
  const given = withoutLooseText(childNamed(root, 'target') ?? element('target'));
  const format = childNamed(given, 'format')?.attributes.get('type') ?? usualFormat;
  if (usualFormat !== undefined && format !== undefined && !formats.has(format)) {
    const detail = `unknown volume format type ${format}`;
    throw unsupportedConfiguration(ErrorDomain.STORAGE, detail);
  }
  const kept = given.children.filter((part) => typeof part !== 'string' && keptOfTarget.has(part.name));
  return withChildren(given, [
    element('path', {}, [path]),
    ...(usualFormat !== undefined ? [element('format', { type: format })] : []),
    ...kept,
  ]);
}

/** The volume, grown. */
export function withCapacity(volume: StorageVolume, capacity: bigint): StorageVolume {
  const grown = element('capacity', { unit: 'bytes' }, [String(capacity)]);
  return { ...volume, capacity, definition: withChild(volume.definition, 'capacity', grown) };
}

export function formatStorageVolume({ definition }: StorageVolume): string {
  return formatXml(arrange(definition, volumeLayout));
}
