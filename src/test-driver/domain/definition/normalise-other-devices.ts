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
import { withProtocol } from './normalise-character-devices.ts';
import { withSizeInKib } from './scaled-size.ts';

/** What libvirt adds to devices of which it has little to say. */
export const otherDevices: Readonly<Record<string, (device: XmlElement) => XmlElement>> = {
  filesystem: (device) =>
    withAttributes(device, {
      type: device.attributes.get('type') ?? 'mount',
      accessmode: device.attributes.get('accessmode') ?? 'passthrough',
    }),
  hostdev: (device) =>
    withoutAddressType(withAttributes(device, { managed: device.attributes.get('managed') ?? 'no' })),
  memory: (device) => {
    const target = childNamed(device, 'target');
    if (target === undefined) return device;
    const children = childElements(target).map((part) =>
      part.name === 'size' ? withSizeInKib(part, './target/size') : part,
    );
    return withChild(device, 'target', withChildren(target, children));
  },
  memballoon: (device) => {
    const stats = childNamed(device, 'stats');
    return stats?.attributes.get('period') === '0' ? withChild(device, 'stats', undefined) : device;
  },
  rng: (device) => {
    const backend = childNamed(device, 'backend');
    if (backend === undefined) return device;
    if (backend.attributes.get('model') !== 'random') return withChild(device, 'backend', withProtocol(backend));
    return textOf(backend) === '' ? withChild(device, 'backend', withChildren(backend, ['/dev/random'])) : device;
  },
  sound: (device) =>
    /^ich/.test(device.attributes.get('model') ?? '') ? device : withChild(device, 'codec', undefined),
  watchdog: (device) => withAttributes(device, { action: device.attributes.get('action') ?? 'reset' }),
};

/** Which device of the host it is: that it is a PCI device, the device itself says. */
function withoutAddressType(hostdev: XmlElement): XmlElement {
  const source = childNamed(hostdev, 'source');
  const address = source === undefined ? undefined : childNamed(source, 'address');
  if (source === undefined || address?.attributes.get('type') !== 'pci') return hostdev;
  return withChild(hostdev, 'source', withChild(source, 'address', withAttributes(address, { type: undefined })));
}

/** Plugs smart card readers and SCSI devices of the host in where there is room. */
export function withPlugs(devices: readonly XmlElement[]): XmlElement[] {
  const takenSlots = numbersIn(devices, 'smartcard', 'slot');
  const takenUnits = new Set([...numbersIn(devices, 'hostdev', 'unit'), ...numbersIn(devices, 'disk', 'unit', 'scsi')]);
  return devices.map((device) => {
    if (deviceAddress(device) !== undefined) return device;
    if (device.name === 'smartcard') {
      return plugged(device, { type: 'ccid', controller: '0', slot: nextFree(takenSlots) });
    }
    if (device.name !== 'hostdev' || device.attributes.get('type') !== 'scsi') return device;
    return plugged(device, { type: 'drive', controller: '0', bus: '0', target: '0', unit: nextFree(takenUnits) });
  });
}

function numbersIn(devices: readonly XmlElement[], name: string, key: string, bus?: string): Set<string | undefined> {
  const alike = devices.filter(
    (device) =>
      device.name === name && (bus === undefined || childNamed(device, 'target')?.attributes.get('bus') === bus),
  );
  return new Set(alike.map((device) => deviceAddress(device)?.attributes.get(key)));
}

function nextFree(taken: Set<string | undefined>): string {
  let number = 0;
  while (taken.has(String(number))) number++;
  taken.add(String(number));
  return String(number);
}

function plugged(device: XmlElement, address: Readonly<Record<string, string>>): XmlElement {
  return withChildren(device, [...device.children, element('address', address)]);
}
