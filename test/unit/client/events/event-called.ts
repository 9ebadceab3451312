import type { ListedProcedure } from '../../../../src/protocol/listed.ts';
import { procedures } from '../../../../src/protocol/registry.ts';

/** An event of the protocol, by the name of its constant. */
export function eventCalled(name: string): ListedProcedure & { readonly kind: 'event' } {
  const found = procedures.find((each) => each.name === name);
  if (found?.kind !== 'event') throw new TypeError(`${name} is no event`);
  return found;
}
