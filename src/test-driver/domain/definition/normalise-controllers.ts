import { ErrorDomain } from '../../../generated/api-enums.ts';
import { xmlFault } from '../../fault.ts';
import { childNamed, element, withAttributes, type XmlElement } from '../../xml/element.ts';
import { deviceAddress } from './device-address.ts';

const types: ReadonlySet<string> = new Set('ide fdc scsi sata virtio-serial ccid usb pci xenbus isa'.split(' '));
const noIndex = -1;
/** A number that somebody made up must not fill the memory. */
const mostControllers = 1024;

function typeOf({ attributes }: XmlElement): string {
  return attributes.get('type') ?? '';
}

function indexOf({ attributes }: XmlElement): number {
  return Number(attributes.get('index') ?? noIndex);
}

/** Adds a controller to those that came before it: those of one type stand together, in the order of their numbers. */
function insertController(controllers: readonly XmlElement[], controller: XmlElement): XmlElement[] {
  const isAlike = (other: XmlElement): boolean => typeOf(other) === typeOf(controller);
  const later = controllers.findIndex((other) => isAlike(other) && indexOf(other) > indexOf(controller));
  const place = later >= 0 ? later : controllers.findLastIndex(isAlike) + 1 || controllers.length;
  return [...controllers.slice(0, place), controller, ...controllers.slice(place)];
}

/** Puts a definition's own controllers in order, gives those without one a number, and refuses a number given twice. */
export function normaliseControllers(given: readonly XmlElement[]): XmlElement[] {
  for (const controller of given) {
    if (types.has(typeOf(controller))) continue;
    const detail = `Invalid value for attribute 'type' in element 'controller': '${typeOf(controller)}'.`;
    throw xmlFault(ErrorDomain.XML, detail);
  }
  const ordered = given.reduce<XmlElement[]>(insertController, []);
  const taken = new Set<string>();
  for (const controller of ordered) {
    const key = `${typeOf(controller)} ${indexOf(controller)}`;
    if (taken.has(key) && typeOf(controller) !== 'usb' && indexOf(controller) !== noIndex) {
      const twice = `Multiple '${typeOf(controller)}' controllers with index '${indexOf(controller)}'`;
      throw xmlFault(ErrorDomain.DOMAIN, twice);
    }
    taken.add(key);
  }
  return ordered.map((controller) => {
    if (indexOf(controller) !== noIndex) return controller;
    let index = 0;
    while (taken.has(`${typeOf(controller)} ${index}`)) index++;
    taken.add(`${typeOf(controller)} ${index}`);
    return withAttributes(controller, { index: String(index) });
  });
}

/** Which devices need a controller of which type, in the order in which libvirt adds what is missing. */
const needs: readonly {
  readonly type: string;
  readonly isUser: (device: XmlElement) => boolean;
  /** Whether controllers of lower numbers come with it. */
  readonly withLower: boolean;
}[] = [
  { type: 'scsi', isUser: (device) => isDriveOn(device, 'scsi') || isScsiHostDevice(device), withLower: true },
  { type: 'fdc', isUser: (device) => isDriveOn(device, 'fdc'), withLower: true },
  { type: 'ide', isUser: (device) => isDriveOn(device, 'ide'), withLower: true },
  { type: 'sata', isUser: (device) => isDriveOn(device, 'sata'), withLower: true },
  { type: 'virtio-serial', isUser: isOnVirtioSerial, withLower: false },
  { type: 'ccid', isUser: ({ name }) => name === 'smartcard', withLower: false },
];

function isDriveOn(device: XmlElement, bus: string): boolean {
  return device.name === 'disk' && childNamed(device, 'target')?.attributes.get('bus') === bus;
}

function isScsiHostDevice({ name, attributes }: XmlElement): boolean {
  return name === 'hostdev' && attributes.get('type') === 'scsi';
}

function isOnVirtioSerial(device: XmlElement): boolean {
  const isPort = device.name === 'channel' || device.name === 'console';
  return isPort && childNamed(device, 'target')?.attributes.get('type') === 'virtio';
}

/** Adds the controllers that the devices are plugged into and nobody mentioned, behind all others. */
export function withNeededControllers(
  controllers: readonly XmlElement[],
  devices: readonly XmlElement[],
): XmlElement[] {
  const all = [...controllers];
  for (const { type, isUser, withLower } of needs) {
    const numbers = devices
      .filter(isUser)
      .map((device) => Number(deviceAddress(device)?.attributes.get('controller') ?? 0));
    const highest = Math.min(Math.max(noIndex, ...numbers), mostControllers);
    const wanted = withLower ? Array.from({ length: highest + 1 }, (_, index) => index) : numbers;
    for (const index of wanted) {
      if (all.some((other) => typeOf(other) === type && indexOf(other) === index)) continue;
      all.push(element('controller', { type, index: String(index) }));
    }
  }
  return all;
}
