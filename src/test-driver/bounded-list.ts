import { ErrorDomain } from '../generated/api-enums.ts';
import { internalFault } from './fault.ts';

/** The results of a listing function: how many there are, and themselves if they are wanted. */
export interface Listing<Item> {
  readonly items: Item[];
  readonly ret: number;
}

/** What a listing function answers; refuses more than a reply can hold. `what` is libvirt's word for the items. */
export function listing<Item>(items: readonly Item[], wanted: number, limit: number, what: string): Listing<Item> {
  if (items.length > limit) {
    const detail = `Too many ${what} '${items.length}' for limit '${limit}'`;
    throw internalFault(ErrorDomain.RPC, detail);
  }
  return { items: wanted === 0 ? [] : [...items], ret: items.length };
}

/** The first `most` names of a list: older listing functions let the client say how many it has room for. */
export function firstNames(items: readonly { readonly name: string }[], most: number): string[] {
  return items.slice(0, Math.max(0, most)).map(({ name }) => name);
}
