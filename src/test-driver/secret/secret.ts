import { ErrorDomain, SecretUsageType } from '../../generated/api-enums.ts';
import { type Fault, internalFault, unsupportedConfiguration, xmlFault } from '../fault.ts';
import { readUuid } from '../read-identity.ts';
import { childNamed, childText, element, type XmlElement } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { expectRoot, parseDocument } from '../xml/parse-document.ts';

/** Something that not everybody is to know, and what it is for. */
export interface Secret {
  readonly uuid: string;
  /** Whether it is kept in memory alone. */
  readonly isEphemeral: boolean;
  /** Whether clients are never told its value. */
  readonly isPrivate: boolean;
  readonly description: string | undefined;
  readonly usageType: number;
  /** What it is for; not said of secrets that are for nothing in particular. */
  readonly usageId: string | undefined;
  readonly value: Uint8Array | undefined;
}

interface Usage {
  /** The type as documents spell it. */
  readonly name: string;
  readonly type: number;
  /** The element that says what a secret of that type is for. */
  readonly id: string;
  /** What errors call the type, and what they say is missing. */
  readonly title: string;
  readonly missing: string;
}

const usages: readonly Usage[] = [
  { name: 'volume', type: SecretUsageType.VOLUME, id: 'volume', title: 'volume', missing: 'volume path' },
  { name: 'ceph', type: SecretUsageType.CEPH, id: 'name', title: 'Ceph', missing: 'name' },
  { name: 'iscsi', type: SecretUsageType.ISCSI, id: 'target', title: 'iSCSI', missing: 'target' },
  { name: 'tls', type: SecretUsageType.TLS, id: 'name', title: 'TLS', missing: 'name' },
  { name: 'vtpm', type: SecretUsageType.VTPM, id: 'name', title: 'vTPM', missing: 'name' },
];

function internal(detail: string): Fault {
  return internalFault(ErrorDomain.SECRET, detail);
}

/** Reads a secret's definition, which never says its value. Throws a Fault that says what libvirt would say of it. */
export function parseSecret(xml: string): Secret {
  const root = parseDocument(xml, '(definition_of_secret)', ErrorDomain.SECRET);
  expectRoot(root, 'secret');
  const isEphemeral = readFlag(root, 'ephemeral');
  const isPrivate = readFlag(root, 'private');
  const uuid = readUuid(root, ErrorDomain.SECRET);
  const description = childText(root, 'description');
  return { uuid, isEphemeral, isPrivate, description, ...readUsage(root), value: undefined };
}

function readFlag({ attributes }: XmlElement, name: string): boolean {
  const text = attributes.get(name);
  if (text === undefined || text === '' || text === 'no') return false;
  if (text === 'yes') return true;
  throw xmlFault(ErrorDomain.SECRET, `invalid value of '${name}'`);
}

function readUsage(root: XmlElement): Pick<Secret, 'usageType' | 'usageId'> {
  const none = { usageType: SecretUsageType.NONE, usageId: undefined };
  const given = childNamed(root, 'usage');
  if (given === undefined) return none;
  const name = given.attributes.get('type');
  if (name === undefined || name === '') throw xmlFault(ErrorDomain.SECRET, 'unknown secret usage type');
  if (name === 'none') return none;
  const usage = usages.find((known) => known.name === name);
  if (usage === undefined) {
    throw unsupportedConfiguration(ErrorDomain.SECRET, `unknown secret usage type ${name}`);
  }
  const usageId = childText(given, usage.id);
  if (usageId === undefined) throw internal(`${usage.title} usage specified, but ${usage.missing} is missing`);
  return { usageType: usage.type, usageId };
}

export function formatSecret({ uuid, isEphemeral, isPrivate, description, usageType, usageId }: Secret): string {
  const usage = usages.find(({ type }) => type === usageType);
  const attributes = { ephemeral: isEphemeral ? 'yes' : 'no', private: isPrivate ? 'yes' : 'no' };
  return formatXml(
    element('secret', attributes, [
      element('uuid', {}, [uuid]),
      ...(description === undefined ? [] : [element('description', {}, [description])]),
      ...(usage === undefined
        ? []
        : [element('usage', { type: usage.name }, [element(usage.id, {}, [usageId ?? ''])])]),
    ]),
  );
}
