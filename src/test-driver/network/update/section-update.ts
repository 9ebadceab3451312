import { ErrorDomain, ErrorNumber, NetworkUpdateCommand } from '../../../generated/api-enums.ts';
import { type Fault, fault, invalidOperation } from '../../fault.ts';
import type { XmlElement } from '../../xml/element.ts';
import { networkXmlFault } from '../entry/entry-fault.ts';

/** One change of one entry of a network's definition. */
export interface SectionUpdate {
  /** The network's name, for errors. */
  readonly network: string;
  readonly command: number;
  /** Which of several places is meant; -1 leaves that open. */
  readonly parentIndex: number;
  /** The entry that is to be there, or to be found. */
  readonly entry: XmlElement;
}

/** Makes of the definition of a network another one. Throws a Fault that says what libvirt would say. */
export type UpdateSection = (definition: XmlElement, update: SectionUpdate) => XmlElement;

const { ADD_FIRST, ADD_LAST, DELETE, MODIFY } = NetworkUpdateCommand;

export function isAdding({ command }: SectionUpdate): boolean {
  return command === ADD_FIRST || command === ADD_LAST;
}

export function checkEntryName({ network, entry }: SectionUpdate, name: string): void {
  if (entry.name === name) return;
  const detail = `unexpected element <${entry.name}>, expecting <${name}>, while updating network '${network}'`;
  throw networkXmlFault(detail);
}

/** Refuses to change entries that can be added and taken away alone; `what` is libvirt's word for them. */
export function refuseModifying({ command }: SectionUpdate, what: string): void {
  if (command !== MODIFY) return;
  throw unsupportedUpdate(`${what} cannot be modified, only added or deleted`);
}

export function unsupportedUpdate(detail: string): Fault {
  return fault(ErrorNumber.ERR_OPERATION_UNSUPPORTED, ErrorDomain.NETWORK, detail);
}

/** What the state of the network does not allow. */
export function impossibleUpdate(detail: string): Fault {
  return invalidOperation(ErrorDomain.NETWORK, detail);
}

export interface EntryEdit {
  /** The entries of the section, in their order. */
  readonly entries: readonly XmlElement[];
  /** Which of them is meant: the first that is there, or -1. */
  readonly place: number;
}

/** The entries after the change: with the new one at an end, in the place of the one that is meant, or without that. */
export function editEntries({ command, entry }: SectionUpdate, { entries, place }: EntryEdit): XmlElement[] {
  if (command === ADD_FIRST) return [entry, ...entries];
  if (command === ADD_LAST) return [...entries, entry];
  if (command === DELETE) return entries.filter((_, at) => at !== place);
  if (command === MODIFY) return entries.map((other, at) => (at === place ? entry : other));
  throw unsupportedUpdate(`unrecognized network update command code ${command | 0}`);
}
