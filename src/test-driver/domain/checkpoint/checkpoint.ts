import { ErrorDomain } from '../../../generated/api-enums.ts';
import { type Fault, internalFault, unsupportedConfiguration } from '../../fault.ts';
import { childElements, childNamed, childText, element, type XmlElement } from '../../xml/element.ts';
import { formatXml } from '../../xml/format-xml.ts';
import { expectRoot, parseDocument } from '../../xml/parse-document.ts';
import type { DomainDefinition } from '../definition/domain-definition.ts';
import { copyDefinition } from '../definition/parse-domain.ts';
import type { Domain } from '../domain.ts';
import type { Moment } from '../moment-list.ts';

/** A time since when the changes of a domain's disks are known. */
export interface Checkpoint extends Moment {
  readonly description: string | undefined;
  /** In seconds since 1970. */
  readonly creationTime: bigint;
  /** The domain's disks, and whether each takes part. */
  readonly disks: ReadonlyMap<string, boolean>;
  readonly definition: DomainDefinition;
}

function unsupported(detail: string): Fault {
  return unsupportedConfiguration(ErrorDomain.DOMAIN_CHECKPOINT, detail);
}

/** Reads how a checkpoint of a domain is to be made, or with `redefines`, how one was made. */
export function parseCheckpoint(domain: Domain, xml: string, redefines: boolean): Checkpoint {
  const root = parseDocument(xml, '(domain_checkpoint)', ErrorDomain.DOMAIN_CHECKPOINT);
  expectRoot(root, 'domaincheckpoint');
  const time = childText(root, 'creationTime');
  if (redefines && time === undefined) {
    const detail = 'missing creationTime from existing checkpoint';
    throw internalFault(ErrorDomain.DOMAIN_CHECKPOINT, detail);
  }
  const creationTime = redefines && time !== undefined ? BigInt(time) : BigInt(Math.floor(Date.now() / 1000));
  return {
    name: childText(root, 'name') ?? String(creationTime),
    description: childText(root, 'description'),
    parent: domain.checkpoints.current?.name,
    creationTime,
    disks: alignDisks(domain.definition, root),
    definition: copyDefinition(domain.definition),
  };
}

/** All disks take part unless the document names those that do. */
function alignDisks({ disks }: DomainDefinition, root: XmlElement): ReadonlyMap<string, boolean> {
  const named = childElements(childNamed(root, 'disks') ?? element('disks'));
  if (named.length > disks.length) throw unsupported('too many disk checkpoint requests for domain');
  if (disks.length === 0) throw unsupported('domain must have at least one disk to perform checkpoints');
  const wishes = new Map(
    named.map(({ attributes }) => [attributes.get('name') ?? '', attributes.get('checkpoint') !== 'no']),
  );
  const unknown = [...wishes.keys()].find((name) => disks.every(({ target }) => target !== name));
  if (unknown !== undefined) throw unsupported(`no disk named '${unknown}'`);
  return new Map(
    disks.map(({ target, isReadOnly }) => [target, wishes.get(target) ?? (named.length === 0 && !isReadOnly)]),
  );
}

export interface CheckpointFormat {
  /** Whether passwords are shown. */
  readonly secure: boolean;
  /** Whether the domain is, as it was then. */
  readonly withDomain: boolean;
}

/** The document that libvirt makes of it. */
export function formatCheckpoint(checkpoint: Checkpoint, { secure, withDomain }: CheckpointFormat): string {
  const { name, description, parent, creationTime, disks, definition } = checkpoint;
  const end = '</domaincheckpoint>\n';
  const shown = [...disks].map(([disk, takesPart]) =>
    element('disk', { name: disk, checkpoint: takesPart ? 'bitmap' : 'no', bitmap: takesPart ? name : undefined }),
  );
  const text = formatXml(
    element('domaincheckpoint', {}, [
      element('name', {}, [name]),
      ...(description === undefined ? [] : [element('description', {}, [description])]),
      ...(parent === undefined ? [] : [element('parent', {}, [element('name', {}, [parent])])]),
      element('creationTime', {}, [String(creationTime)]),
      element('disks', {}, shown),
    ]),
  );
  const domain = withDomain ? definition.format({ secure }).replace(/^(?=.)/gm, '  ') : '';
  return text.slice(0, -end.length) + domain + end;
}
