import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { fault, xmlFault } from '../../fault.ts';
import {
  childElements,
  childNamed,
  element,
  textOf,
  withAttributes,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { deviceAddress } from './device-address.ts';

const sourceAttribute: Readonly<Record<string, string>> = {
  file: 'file',
  block: 'dev',
  dir: 'dir',
  network: 'protocol',
  volume: 'pool',
  nvme: 'type',
  vhostuser: 'path',
};

const busOfName: Readonly<Record<string, string>> = {
  hd: 'ide',
  sd: 'scsi',
  fd: 'fdc',
  vd: 'virtio',
  xvd: 'xen',
  ubd: 'uml',
};

/** How the drives of a bus are spread over its controllers. */
const driveAddress: Readonly<
  Record<string, (index: number) => readonly [controller: number, bus: number, unit: number]>
> = {
  scsi: (index) => [Math.floor(index / 7), 0, index % 7],
  ide: (index) => [Math.floor(index / 4), Math.floor((index % 4) / 2), index % 2],
  sata: (index) => [Math.floor(index / 6), 0, index % 6],
  fdc: (index) => [Math.floor(index / 2), 0, index % 2],
};

export function diskBus(disk: XmlElement): string {
  return childNamed(disk, 'target')?.attributes.get('bus') ?? '';
}

export function diskTarget(disk: XmlElement): string {
  return childNamed(disk, 'target')?.attributes.get('dev') ?? '';
}

/** The place of a drive's name among those with its letters: `vdc` is the third. */
export function diskIndex(name: string): number {
  const letters = /^(?:xvd|[a-z]d|ubd)([a-z]+)\d*$/.exec(name)?.[1] ?? '';
  return [...letters].reduce((index, letter) => 26 * index + letter.charCodeAt(0) - 96, 0) - 1;
}

/** What the disk holds, as errors name it. */
function sourcePath(disk: XmlElement): string | undefined {
  const attributes = childNamed(disk, 'source')?.attributes;
  return attributes?.get('file') ?? attributes?.get('dev') ?? attributes?.get('dir') ?? attributes?.get('name');
}

export function normaliseDisk(given: XmlElement): XmlElement {
  const type = given.attributes.get('type') ?? 'file';
  const device = given.attributes.get('device') ?? 'disk';
  const disk = withAttributes(given, { type, device });
  const target = childNamed(disk, 'target');
  const name = target?.attributes.get('dev');
  if (target === undefined || name === undefined) {
    throw fault(ErrorNumber.ERR_NO_TARGET, ErrorDomain.DOMAIN, sourcePath(disk));
  }
  const removable = device === 'cdrom' || device === 'floppy';
  const source = childNamed(disk, 'source');
  const hasSource = source?.attributes.has(sourceAttribute[type] ?? 'file') ?? false;
  if (!hasSource && !removable) throw fault(ErrorNumber.ERR_NO_SOURCE, ErrorDomain.DOMAIN, name);
  const bus = target.attributes.get('bus') ?? busOf(name, device);
  const named = withChild(disk, 'target', withAttributes(target, { bus }));
  // Numbers of images are those of a running machine.
  const kept = hasSource && source !== undefined ? withAttributes(source, { index: undefined }) : undefined;
  const settled = withChild(named, 'source', kept);
  return withDriveAddress(withoutZeroLimits(device === 'cdrom' ? withReadonly(settled) : settled), bus, name);
}

function busOf(name: string, device: string): string {
  const prefix = Object.keys(busOfName).find((letters) => name.startsWith(letters));
  return device === 'floppy' ? 'fdc' : ((prefix === undefined ? undefined : busOfName[prefix]) ?? 'ide');
}

function withReadonly(disk: XmlElement): XmlElement {
  return withChild(disk, 'readonly', element('readonly'));
}

/** A limit of 0 is none, and neither is one that says nothing. */
function withoutZeroLimits(disk: XmlElement): XmlElement {
  const iotune = childNamed(disk, 'iotune');
  if (iotune === undefined) return disk;
  const limits = childElements(iotune).filter((limit) => !['', '0'].includes(textOf(limit).trim()));
  return withChild(disk, 'iotune', limits.length === 0 ? undefined : withChildren(iotune, limits));
}

function withDriveAddress(disk: XmlElement, bus: string, name: string): XmlElement {
  const spread = driveAddress[bus];
  const index = diskIndex(name);
  if (deviceAddress(disk) !== undefined) return disk;
  if (index < 0) throw xmlFault(ErrorDomain.DOMAIN, `Unknown disk name '${name}' and no address specified`);
  if (spread === undefined) return disk;
  const [controller, busNumber, unit] = spread(index);
  const address = { type: 'drive', controller: `${controller}`, bus: `${busNumber}`, target: '0', unit: `${unit}` };
  return withChildren(disk, [...disk.children, element('address', address)]);
}

/**
 * Puts a definition's disks in order: those for which it names the same bus, or none, stand together, in the order of
 * their names.
 */
export function sortDisks(given: readonly XmlElement[]): XmlElement[] {
  return given.reduce<XmlElement[]>(insertDisk, []);
}

function insertDisk(disks: readonly XmlElement[], disk: XmlElement): XmlElement[] {
  const index = diskIndex(diskTarget(disk));
  const isOnSameBus = (other: XmlElement): boolean => diskBus(other) === diskBus(disk);
  const later = disks.findIndex((other) => isOnSameBus(other) && diskIndex(diskTarget(other)) > index);
  const place = later >= 0 ? later : disks.findLastIndex(isOnSameBus) + 1 || disks.length;
  return [...disks.slice(0, place), disk, ...disks.slice(place)];
}

/** Refuses two disks of one name. */
export function checkDiskNames(disks: readonly XmlElement[]): void {
  for (const [at, disk] of disks.entries()) {
    const name = diskTarget(disk);
    const twin = disks.slice(0, at).find((other) => diskTarget(other) === name);
    if (twin === undefined) continue;
    const sources = `disk sources '${sourcePath(twin) ?? '(null)'}' and '${sourcePath(disk) ?? '(null)'}'`;
    throw xmlFault(ErrorDomain.DOMAIN, `target '${name}' duplicated for ${sources}`);
  }
}
