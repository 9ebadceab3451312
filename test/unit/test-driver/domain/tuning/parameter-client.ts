import type { NonnullDomain, TypedParam } from '../../../../../src/generated/remote-types.ts';
import { type MemoryClient, openedClient } from '../../memory-client.ts';

/** What parameters are called, with their values. */
export function valuesOf(reply: string | { readonly params: readonly TypedParam[] }): unknown {
  if (typeof reply === 'string') return reply;
  return Object.fromEntries(reply.params.map(({ field, value }) => [field, value.value]));
}

/** A client, and a domain of that content which does not run. */
export async function clientWith(inside: string): Promise<{ client: MemoryClient; dom: NonnullDomain }> {
  const client = await openedClient();
  return { client, dom: await client.define('a', inside) };
}
