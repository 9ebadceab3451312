import { element, type XmlElement } from './xml/element.ts';
import { formatXml } from './xml/format-xml.ts';

/** A part of the machine with memory and CPUs of its own. */
export interface NumaCell {
  /** In KiB. */
  readonly memory: number;
  /** In KiB. */
  readonly freeMemory: number;
  readonly cpus: readonly number[];
}

const mib = 1024;

/** The two cells that the test driver's default machine has. */
export const defaultCells: readonly NumaCell[] = [0, 1].map((cell) => ({
  memory: (cell + 1) * 2048 * mib,
  freeMemory: (cell + 1) * 1024 * mib,
  cpus: Array.from({ length: 8 }, (_, cpu) => 8 * cell + cpu),
}));

/** In KiB: the two kinds of small pages that the test driver knows, and the two of large ones. */
const smallPages = [4, 8];
const largePages = [2048, 1024 * mib];
const alwaysOpen: ReadonlySet<string> = new Set(['cells']);

function text(name: string, content: string | number, attributes: Readonly<Record<string, string>> = {}): XmlElement {
  return element(name, attributes, [String(content)]);
}

function features(): XmlElement {
  return element('features', {}, [element('pae'), element('nonpae')]);
}

function formatCell({ memory, cpus }: NumaCell, id: number): XmlElement {
  const small = smallPages[id] ?? 4;
  const pages = [
    text('pages', memory / small, { unit: 'KiB', size: String(small) }),
    ...largePages.map((size) => text('pages', 0, { unit: 'KiB', size: String(size) })),
  ];
  const list = cpus.map((cpu, core) =>
    element('cpu', {
      id: String(cpu),
      socket_id: String(id),
      die_id: '0',
      core_id: String(core),
      siblings: String(cpu),
    }),
  );
  const cpuList = element('cpus', { num: String(cpus.length) }, list);
  return element('cell', { id: String(id) }, [text('memory', memory, { unit: 'KiB' }), ...pages, cpuList]);
}

function formatHost(cells: readonly NumaCell[]): XmlElement {
  const pages = [...smallPages, ...largePages].map((size) => element('pages', { unit: 'KiB', size: String(size) }));
  return element('host', {}, [
    element('cpu', {}, [text('arch', 'i686'), features(), ...pages]),
    element('power_management'),
    element('iommu', { support: 'no' }),
    element('topology', {}, [element('cells', { num: String(cells.length) }, cells.map(formatCell))]),
    element('secmodel', {}, [text('model', 'testSecurity'), text('doi', '')]),
  ]);
}

function formatGuest(osType: string): XmlElement {
  const arch = element('arch', { name: 'i686' }, [
    text('wordsize', 32),
    text('emulator', '/usr/bin/test-hv'),
    element('domain', { type: 'test' }),
  ]);
  return element('guest', {}, [text('os_type', osType), arch, features()]);
}

/** What the machine can do, as libvirt writes it: with an empty line around each part. */
export function formatCapabilities(cells: readonly NumaCell[]): string {
  const parts = [formatHost(cells), formatGuest('hvm'), formatGuest('xen')];
  const inner = parts.map((part) => `${formatXml(part, alwaysOpen, 2)}\n`).join('');
  return `<capabilities>\n\n${inner}</capabilities>\n`;
}
