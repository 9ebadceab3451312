import { createHash } from 'node:crypto';

/** A domain as domain lists have it on the wire. */
export interface ListedDomain {
  readonly name: string;
  readonly uuid: Uint8Array;
  readonly id: number;
}

/** The domains that both codec peers encode and decode. */
export const domainList: readonly ListedDomain[] = Array.from({ length: 1000 }, (_, index) => ({
  name: `bench-domain-${String(index).padStart(4, '0')}`,
  uuid: new Uint8Array(createHash('sha256').update(String(index)).digest().subarray(0, 16)),
  id: index % 2 === 0 ? index + 1 : -1,
}));
