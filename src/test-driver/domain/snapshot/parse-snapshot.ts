import { DomainState, ErrorDomain } from '../../../generated/api-enums.ts';
import { internalFault, unsupportedConfiguration, xmlFault } from '../../fault.ts';
import { childElements, childNamed, childText, element, type XmlElement } from '../../xml/element.ts';
import { expectRoot, parseDocument } from '../../xml/parse-document.ts';
import { copyDefinition, parseDomainElement } from '../definition/parse-domain.ts';
import type { Domain } from '../domain.ts';
import { type Snapshot, type SnapshotDisk, stateWords } from './snapshot.ts';

const { DOMAIN_SNAPSHOT } = ErrorDomain;
const memoryModes: ReadonlySet<string> = new Set(['no', 'internal', 'external', 'manual']);

function unsupported(detail: string): Error {
  return unsupportedConfiguration(DOMAIN_SNAPSHOT, detail);
}

/** Reads how a snapshot of a domain is to be made, or with `redefines`, how one was made. */
export function parseSnapshot(domain: Domain, xml: string, redefines: boolean): Snapshot {
  const root = parseDocument(xml, '(domain_snapshot)', DOMAIN_SNAPSHOT);
  expectRoot(root, 'domainsnapshot');
  const now = BigInt(Math.floor(Date.now() / 1000));
  const name = childText(root, 'name') ?? String(now);
  const description = childText(root, 'description');
  if (redefines) return { name, description, ...readMade(domain, root, name) };
  const memory = childNamed(root, 'memory')?.attributes.get('snapshot');
  if (memory !== undefined && !memoryModes.has(memory)) {
    throw xmlFault(ErrorDomain.XML, `Invalid value for attribute 'snapshot' in element 'memory': '${memory}'.`);
  }
  const disks = alignDisks(domain, root, memory === 'external');
  const { state } = domain;
  const parent = domain.snapshots.current?.name;
  const definition = copyDefinition(domain.definition);
  return { name, description, parent, state, creationTime: now, disks, definition };
}

function missing(what: string): Error {
  return internalFault(DOMAIN_SNAPSHOT, `missing ${what} from existing snapshot`);
}

function readMade(domain: Domain, root: XmlElement, name: string): Omit<Snapshot, 'name' | 'description'> {
  const time = childText(root, 'creationTime');
  if (time === undefined || !/^\d+$/.test(time)) throw missing('creationTime');
  const word = childText(root, 'state');
  if (word === undefined) throw missing('state');
  const state = stateWords.indexOf(word);
  const given = childText(childNamed(root, 'parent') ?? element('parent'), 'name');
  const parent = given !== undefined && domain.snapshots.canBeParent(given, name) ? given : undefined;
  const described = childNamed(root, 'domain');
  const definition = described === undefined ? domain.definition : parseDomainElement(described);
  const disks = alignDisks(domain, root, false);
  return { parent, state: state < 0 ? DomainState.NOSTATE : state, creationTime: BigInt(time), disks, definition };
}

/** Says of every disk whether it is kept: all are but those that nobody writes to. */
function alignDisks({ definition }: Domain, root: XmlElement, external: boolean): SnapshotDisk[] {
  const { disks } = definition;
  for (const { attributes } of childElements(childNamed(root, 'disks') ?? element('disks'))) {
    const name = attributes.get('name') ?? '';
    if (disks.every((disk) => disk.target !== name && disk.source !== name))
      throw unsupported(`no disk named '${name}'`);
    const mode = attributes.get('snapshot');
    if (mode === undefined || mode === 'internal') continue;
    throw unsupported(`disk '${name}' must use snapshot mode 'internal'`);
  }
  const [first] = disks;
  if (external && first !== undefined) {
    const detail = 'is not a regular file; refusing to generate external snapshot name';
    throw unsupported(`source for disk '${first.target}' ${detail}`);
  }
  return disks.map(({ target, isReadOnly }) => ({ name: target, mode: isReadOnly ? 'no' : 'internal' }));
}
