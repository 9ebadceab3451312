import { ErrorNumber } from '../generated/api-enums.ts';
import { canonicalUuid } from './canonical-uuid.ts';
import { fault, internalFault } from './fault.ts';
import { childText, element, type XmlElement } from './xml/element.ts';

/** The name and the uuid of an object that has both, as its document gives them. */
export interface Identity {
  readonly name: string;
  readonly uuid: string;
  readonly elements: readonly XmlElement[];
}

/** Reads them; makes a uuid where there is none. `domain` is the error domain of the objects' kind. */
export function readIdentity(
  root: XmlElement,
  domain: number,
  checkName: (name: string | undefined) => string = (name) => {
    if (name === undefined) throw fault(ErrorNumber.ERR_NO_NAME, domain);
    return name;
  },
): Identity {
  const name = checkName(childText(root, 'name'));
  const uuid = readUuid(root, domain);
  return { name, uuid, elements: [element('name', {}, [name]), element('uuid', {}, [uuid])] };
}

/** The uuid that a document gives, in its canonical form; a new one where it gives none. */
export function readUuid(root: XmlElement, domain: number): string {
  const text = childText(root, 'uuid');
  const uuid = text === undefined ? globalThis.crypto.randomUUID() : canonicalUuid(text);
  if (uuid === undefined) throw internalFault(domain, 'malformed uuid element');
  return uuid;
}
