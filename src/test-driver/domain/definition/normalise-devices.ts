import { ErrorDomain } from '../../../generated/api-enums.ts';
import { internalFault, unsupportedConfiguration } from '../../fault.ts';
import { childElements, isElement, withChildren, type XmlElement } from '../../xml/element.ts';
import { withCanonicalAddresses } from './device-address.ts';
import {
  normaliseChannel,
  normaliseParallelPorts,
  normaliseSerialPorts,
  tieConsoleToSerial,
} from './normalise-character-devices.ts';
import { normaliseControllers, withNeededControllers } from './normalise-controllers.ts';
import { checkDiskNames, normaliseDisk, sortDisks } from './normalise-disk.ts';
import { normaliseGraphics, normaliseInput, normaliseVideo } from './normalise-display.ts';
import { normaliseInterface, withInterfaceNames } from './normalise-interface.ts';
import { otherDevices, withPlugs } from './normalise-other-devices.ts';

/** Devices of which a machine has at most one, with libvirt's names for them. */
const singles: readonly (readonly [name: string, title: string])[] = [
  ['watchdog', 'watchdog'],
  ['memballoon', 'memory balloon'],
];

/** What the guest's devices depend on. */
export interface MachineFacts {
  readonly osType: string;
}

/** All devices of a domain, each as libvirt understands it, with those that it adds by itself. */
export function normaliseDevices(devices: XmlElement, { osType }: MachineFacts): XmlElement {
  const given = childElements(devices).map((device) => withCanonicalAddresses(withUserAlias(device)));
  const named = (name: string): XmlElement[] => given.filter((device) => device.name === name);
  checkSingles(named);
  const disks = sortDisks(named('disk')).map(normaliseDisk);
  checkDiskNames(disks);
  const hasFirmware = osType === 'hvm';
  const consoles = tieConsoleToSerial(
    { serial: normaliseSerialPorts(named('serial')), console: named('console') },
    hasFirmware,
  );
  const graphics = named('graphics').map(normaliseGraphics);
  const handled: Readonly<Record<string, readonly XmlElement[]>> = {
    disk: disks,
    controller: [],
    interface: withInterfaceNames(named('interface').map(normaliseInterface)),
    serial: consoles.serial,
    parallel: normaliseParallelPorts(named('parallel')),
    console: consoles.console,
    channel: named('channel').map(normaliseChannel),
    input: named('input').map(normaliseInput),
    graphics,
    video: normaliseVideo(named('video'), graphics.length > 0, hasFirmware ? 'cirrus' : 'xen'),
  };
  const others = given
    .filter(({ name }) => handled[name] === undefined)
    .map((device) => otherDevices[device.name]?.(device) ?? device)
    .filter(({ attributes, children }) => attributes.size > 0 || children.length > 0);
  const plugged = withPlugs([...Object.values(handled).flat(), ...others]);
  const controllers = withNeededControllers(normaliseControllers(named('controller')), plugged);
  checkUsb(plugged, controllers);
  return withChildren(devices, [...controllers, ...plugged]);
}

/** Names that users give to devices begin with `ua-`; all others are the host's and change from run to run. */
function withUserAlias(device: XmlElement): XmlElement {
  const children = device.children.filter(
    (child) => !isElement(child) || child.name !== 'alias' || child.attributes.get('name')?.startsWith('ua-') === true,
  );
  return withChildren(device, children);
}

function checkSingles(named: (name: string) => readonly XmlElement[]): void {
  for (const [name, title] of singles) {
    if (named(name).length < 2) continue;
    const detail = `only a single ${title} device is supported`;
    throw internalFault(ErrorDomain.DOMAIN, detail);
  }
}

function checkUsb(devices: readonly XmlElement[], controllers: readonly XmlElement[]): void {
  if (!devices.some(({ name }) => name === 'redirdev')) return;
  const usb = controllers.filter(({ attributes }) => attributes.get('type') === 'usb');
  if (usb.some(({ attributes }) => attributes.get('model') !== 'none')) return;
  const detail = 'cannot add redirected USB device: USB is disabled for this domain';
  throw unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
}
