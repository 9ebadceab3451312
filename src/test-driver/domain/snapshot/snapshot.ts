import { DomainState } from '../../../generated/api-enums.ts';
import { element, type XmlElement } from '../../xml/element.ts';
import { formatXml } from '../../xml/format-xml.ts';
import type { DomainDefinition } from '../definition/domain-definition.ts';
import type { Moment } from '../moment-list.ts';

/** How a disk was kept. */
export interface SnapshotDisk {
  readonly name: string;
  readonly mode: 'internal' | 'no';
}

/** What a domain was at some time. */
export interface Snapshot extends Moment {
  readonly description: string | undefined;
  /** One of `DomainState`. */
  readonly state: number;
  /** In seconds since 1970. */
  readonly creationTime: bigint;
  readonly disks: readonly SnapshotDisk[];
  readonly definition: DomainDefinition;
}

/** libvirt's words for the states of domains, by number. */
export const stateWords: readonly string[] = [
  'nostate',
  'running',
  'blocked',
  'paused',
  'shutdown',
  'shutoff',
  'crashed',
  'pmsuspended',
];

export function isOfActive({ state }: Snapshot): boolean {
  return state !== DomainState.SHUTOFF;
}

function texts(name: string, text: string | undefined): XmlElement[] {
  return text === undefined ? [] : [element(name, {}, [text])];
}

/** The document that libvirt makes of it; `secure` is whether passwords are shown. */
export function formatSnapshot(snapshot: Snapshot, secure: boolean): string {
  const { name, description, state, parent, creationTime, disks, definition } = snapshot;
  const end = '</domainsnapshot>\n';
  const head = element('domainsnapshot', {}, [
    element('name', {}, [name]),
    ...texts('description', description),
    element('state', {}, [stateWords[state] ?? '']),
    ...(parent === undefined ? [] : [element('parent', {}, [element('name', {}, [parent])])]),
    element('creationTime', {}, [String(creationTime)]),
    element('memory', { snapshot: isOfActive(snapshot) ? 'internal' : 'no' }),
    ...(disks.length === 0
      ? []
      : [
          element(
            'disks',
            {},
            disks.map((disk) => element('disk', { name: disk.name, snapshot: disk.mode })),
          ),
        ]),
  ]);
  const domain = definition.format({ secure }).replace(/^(?=.)/gm, '  ');
  return formatXml(head).slice(0, -end.length) + domain + end;
}
