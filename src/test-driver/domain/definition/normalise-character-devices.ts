import { ErrorDomain } from '../../../generated/api-enums.ts';
import { xmlFault } from '../../fault.ts';
import {
  childElements,
  childNamed,
  element,
  withAttributes,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';

/** Parts that tell where the other end of a character device is, and not what the guest sees. */
const sourceParts: ReadonlySet<string> = new Set(['source', 'protocol', 'log']);

/** Without what a running machine has to say: which terminal it got, or which path for a socket. */
function withUsefulSource(device: XmlElement): XmlElement {
  const type = device.attributes.get('type');
  const children = childElements(device).filter(
    ({ name, attributes }) => name !== 'source' || !(type === 'pty' || (type === 'unix' && !attributes.has('path'))),
  );
  return withProtocol(withChildren(device, children));
}

/** What is said over a TCP connection: nothing but the bytes, unless there is word of another protocol. */
export function withProtocol(device: XmlElement): XmlElement {
  if (device.attributes.get('type') !== 'tcp' || childNamed(device, 'protocol') !== undefined) return device;
  return withChild(device, 'protocol', element('protocol', { type: 'raw' }));
}

function portOf(device: XmlElement): number {
  return Number(childNamed(device, 'target')?.attributes.get('port') ?? -1);
}

function withPort(device: XmlElement, port: number): XmlElement {
  const target = childNamed(device, 'target') ?? element('target');
  return withChild(device, 'target', withAttributes(target, { port: String(port) }));
}

/** Serial ports: those without a number get the next one after the highest. */
export function normaliseSerialPorts(given: readonly XmlElement[]): XmlElement[] {
  let highest = Math.max(-1, ...given.map(portOf));
  return given.map(withUsefulSource).map((port) => {
    if (portOf(port) >= 0) return port;
    highest++;
    return withPort(port, highest);
  });
}

/** Parallel ports: those without a number get the next one after the highest before them. */
export function normaliseParallelPorts(given: readonly XmlElement[]): XmlElement[] {
  let highest = -1;
  return given.map(withUsefulSource).map((port) => {
    const numbered = portOf(port) >= 0 ? port : withPort(port, highest + 1);
    highest = Math.max(highest, portOf(numbered));
    return numbered;
  });
}

export function normaliseChannel(given: XmlElement): XmlElement {
  const channel = withUsefulSource(given);
  const target = childNamed(channel, 'target');
  if (target?.attributes.get('type') === undefined) {
    throw xmlFault(ErrorDomain.DOMAIN, 'target type must be specified for channel device');
  }
  // What the guest does with its end is for the host to find out.
  return withChild(channel, 'target', withAttributes(target, { state: undefined }));
}

export interface ConsolesAndSerialPorts {
  readonly serial: readonly XmlElement[];
  readonly console: readonly XmlElement[];
}

const ordinarySerial: ReadonlySet<string | undefined> = new Set([undefined, 'serial', 'isa-serial']);

/**
 * The first serial port of a machine with firmware is its first console, too: whichever of the two is missing is made
 * after the other.
 */
export function tieConsoleToSerial(
  { serial, console }: ConsolesAndSerialPorts,
  hasFirmware: boolean,
): ConsolesAndSerialPorts {
  const consoles = console.map((device, at) => normaliseConsole(device, at));
  const first = consoles.find((device, at) => at === 0 && consoleType(device) === 'serial');
  if (!hasFirmware) return { serial, console: consoles };
  const ports = serial.length === 0 && first !== undefined ? [serialOf(first)] : serial;
  const [port] = ports;
  if (port === undefined) return { serial, console: consoles };
  const isOrdinary = ordinarySerial.has(childNamed(port, 'target')?.attributes.get('type'));
  if (!isOrdinary && first === undefined) return { serial, console: consoles };
  return { serial: ports, console: [consoleOf(port, first), ...consoles.filter((device) => device !== first)] };
}

function consoleType(console: XmlElement): string {
  return childNamed(console, 'target')?.attributes.get('type') ?? 'serial';
}

function normaliseConsole(given: XmlElement, at: number): XmlElement {
  const console = withUsefulSource(given);
  const target = childNamed(console, 'target') ?? element('target');
  const type = target.attributes.get('type') ?? 'serial';
  // Consoles are counted, whatever their author says.
  const counted = withAttributes(target, { type, port: String(at) });
  return withChild(withAttributes(console, { tty: undefined }), 'target', counted);
}

function serialOf(console: XmlElement): XmlElement {
  const source = childElements(console).filter(({ name }) => sourceParts.has(name));
  return element('serial', { type: console.attributes.get('type') }, [...source, element('target', { port: '0' })]);
}

function consoleOf(serial: XmlElement, console: XmlElement | undefined): XmlElement {
  const source = childElements(serial).filter(({ name }) => sourceParts.has(name));
  const own = console === undefined ? [] : childElements(console).filter(({ name }) => name === 'alias');
  const target = element('target', { type: 'serial', port: String(portOf(serial)) });
  return element('console', { type: serial.attributes.get('type') }, [...source, target, ...own]);
}
