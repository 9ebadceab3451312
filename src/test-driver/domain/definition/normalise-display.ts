import { ErrorDomain } from '../../../generated/api-enums.ts';
import { unsupportedConfiguration, xmlFault } from '../../fault.ts';
import {
  childElements,
  childNamed,
  element,
  withAttributes,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';

type Ports = Readonly<Record<string, string | undefined>>;

/** The ports of a server that other machines connect to, as each kind of server says them. */
const portsOf: Readonly<Record<string, (attributes: ReadonlyMap<string, string>) => Ports>> = {
  vnc: (attributes) => {
    const port = attributes.get('port');
    const automatic = attributes.get('autoport') ?? (port === undefined || port === '-1' ? 'yes' : 'no');
    if (automatic === 'yes') return { port: '-1', autoport: 'yes' };
    return { port: port === '0' ? undefined : port, autoport: 'no' };
  },
  spice: (attributes) => {
    const port = attributes.get('port');
    const tlsPort = attributes.get('tlsPort');
    if (attributes.get('autoport') === 'yes') return { port: undefined, tlsPort: undefined, autoport: 'yes' };
    return { port, tlsPort, autoport: port === undefined && tlsPort === undefined ? undefined : 'no' };
  },
  rdp: (attributes) =>
    attributes.get('autoport') === 'yes' ? { port: '0', autoport: 'yes' } : { port: attributes.get('port') ?? '0' },
};

export function normaliseGraphics(graphics: XmlElement): XmlElement {
  const { attributes } = graphics;
  const ports = portsOf[attributes.get('type') ?? ''];
  if (ports === undefined) return graphics;
  const given = ports(attributes);
  const listens = listensOf(
    graphics,
    Object.values(given).some((value) => value !== undefined),
  );
  const first = listens[0]?.attributes;
  const socket = first?.get('type') === 'socket' ? first.get('socket') : undefined;
  const noPorts = Object.fromEntries(Object.keys(given).map((name) => [name, undefined]));
  const settled = withAttributes(graphics, {
    ...(first?.get('type') === 'socket' ? noPorts : given),
    socket,
    listen: first?.get('type') === 'address' ? first.get('address') : undefined,
  });
  return withChildren(settled, [...listens, ...childElements(graphics).filter(({ name }) => name !== 'listen')]);
}

function listensOf(graphics: XmlElement, hasPort: boolean): XmlElement[] {
  const { attributes } = graphics;
  const listens = childElements(graphics).filter(({ name }) => name === 'listen');
  const address = attributes.get('listen');
  const [first] = listens;
  if (listens.some((listen) => !listen.attributes.has('type'))) {
    throw xmlFault(ErrorDomain.XML, "Missing required attribute 'type' in element 'listen'");
  }
  if (first !== undefined) {
    const found = first.attributes.get('address');
    if (address !== undefined && found !== undefined && address !== found) {
      const rule = `graphics 'listen' attribute '${address}' must match 'address' attribute of first listen element`;
      throw unsupportedConfiguration(ErrorDomain.DOMAIN, `${rule} (found '${found}')`);
    }
    return listens;
  }
  const socket = attributes.get('socket');
  if (socket !== undefined) return [element('listen', { type: 'socket', socket })];
  // A spice server without any port is reached through the host alone.
  if (!hasPort) return [element('listen', { type: 'none' })];
  return [element('listen', { type: 'address', address })];
}

const modelDefaults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  qxl: { ram: '65536', vram: '65536', heads: '1' },
  xen: { vram: '4096', heads: '1' },
  virtio: { heads: '1' },
  ramfb: { heads: '1' },
  none: {},
};
const ordinaryDefaults = { vram: '16384', heads: '1' };

/** All display adapters: the primary one stands first, and a machine that shows something has one. */
export function normaliseVideo(given: readonly XmlElement[], hasGraphics: boolean, defaultModel: string): XmlElement[] {
  const adapters = given.length === 0 && hasGraphics ? [element('video')] : given;
  const settled = adapters.map((adapter) => {
    const model = childNamed(adapter, 'model') ?? element('model');
    const type = model.attributes.get('type') ?? defaultModel;
    const attributes = new Map([...Object.entries(modelDefaults[type] ?? ordinaryDefaults), ...model.attributes]);
    const sizes = Object.fromEntries(
      ['ram', 'vram'].map((size) => [size, nextPowerOfTwo(attributes.get(size))] as const),
    );
    return withChild(adapter, 'model', withAttributes({ ...model, attributes }, { type, ...sizes }));
  });
  const primary =
    settled.find((adapter) => childNamed(adapter, 'model')?.attributes.get('primary') === 'yes') ?? settled[0];
  const ordered = primary === undefined ? [] : [primary, ...settled.filter((adapter) => adapter !== primary)];
  return ordered.map((adapter) => {
    const model = childNamed(adapter, 'model') ?? element('model');
    const isPrimary = adapter === primary && model.attributes.get('type') !== 'none';
    return withChild(adapter, 'model', withAttributes(model, { primary: isPrimary ? 'yes' : undefined }));
  });
}

/** Adapters have as much memory as a power of two says, in KiB. */
function nextPowerOfTwo(size: string | undefined): string | undefined {
  const kib = Number(size);
  return size === undefined || !(kib > 0) ? size : String(2 ** Math.ceil(Math.log2(kib)));
}

/** Where a keyboard or a pointer is plugged in when its author does not say. */
export function normaliseInput(input: XmlElement): XmlElement {
  const usual = input.attributes.get('type') === 'tablet' ? 'usb' : 'ps2';
  return withAttributes(input, { bus: input.attributes.get('bus') ?? usual });
}
