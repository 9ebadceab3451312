import { ErrorNumber } from '../generated/api-enums.ts';
import { fault, invalidOperation } from './fault.ts';

/** What is there under a name and a uuid. */
export interface Identified {
  readonly name: string;
  readonly uuid: string;
  readonly isActive: boolean;
}

/** Where things are found under either. */
export interface IdentifiedList<Item extends Identified> {
  byName(name: string): Item | undefined;
  byUuid(uuid: string): Item | undefined;
}

/** How the errors of a kind of objects call one, and which error domain they have. */
export interface Kind {
  readonly what: string;
  readonly domain: number;
}

/** The object whose place a definition takes; refuses one that takes the name or the uuid of another. */
export function refuseDuplicate<Item extends Identified>(
  list: IdentifiedList<Item>,
  { name, uuid }: Pick<Identified, 'name' | 'uuid'>,
  { what, domain }: Kind,
): Item | undefined {
  const sameUuid = list.byUuid(uuid);
  if (sameUuid !== undefined) {
    if (sameUuid.name === name) return sameUuid;
    const detail = `${what} '${sameUuid.name}' is already defined with uuid ${uuid}`;
    throw fault(ErrorNumber.ERR_OPERATION_FAILED, domain, detail);
  }
  const sameName = list.byName(name);
  if (sameName === undefined) return undefined;
  const detail = `${what} '${name}' already exists with uuid ${sameName.uuid}`;
  throw fault(ErrorNumber.ERR_OPERATION_FAILED, domain, detail);
}

/** As above, for a definition that is to run at once: in the place of one that does not run, if any. */
export function refuseRunning<Item extends Identified>(
  list: IdentifiedList<Item>,
  definition: Pick<Identified, 'name' | 'uuid'>,
  kind: Kind,
): Item | undefined {
  const known = refuseDuplicate(list, definition, kind);
  if (!known?.isActive) return known;
  throw invalidOperation(kind.domain, `${kind.what} is already active as '${known.name}'`);
}
