import { expect } from '@jest/globals';
import fc from 'fast-check';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import {
  interfaceLookupByName,
  networkLookupByName,
  storagePoolLookupByName,
  storageVolLookupByName,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { images } from '../oracle/node-state.ts';

/** One kind of object that errors name, and how it is looked up. */
interface Kind {
  readonly procedure: string;
  readonly code: string;
  /** The name of one that there is. */
  readonly there: string;
  lookUp(session: Session, name: string): Promise<{ readonly name: string }>;
}

/** The test driver's look-ups whose errors name what was not found; that of domains does not. */
const kinds: readonly Kind[] = [
  {
    procedure: 'networkLookupByName',
    code: 'VIR_ERR_NO_NETWORK',
    there: 'blue',
    lookUp: async (session, name) => (await session.call(networkLookupByName, { name })).net,
  },
  {
    procedure: 'storageVolLookupByName',
    code: 'VIR_ERR_NO_STORAGE_VOL',
    there: 'one.img',
    lookUp: async (session, name) => (await session.call(storageVolLookupByName, { pool: images, name })).vol,
  },
  {
    procedure: 'storagePoolLookupByName',
    code: 'VIR_ERR_NO_STORAGE_POOL',
    there: 'images',
    lookUp: async (session, name) => (await session.call(storagePoolLookupByName, { name })).pool,
  },
  {
    procedure: 'interfaceLookupByName',
    code: 'VIR_ERR_NO_INTERFACE',
    there: 'eth1',
    lookUp: async (session, name) => (await session.call(interfaceLookupByName, { name })).iface,
  },
];

/** What a look-up of something missing rejected with, and what it must say. */
export interface Missed {
  readonly name: string;
  readonly error: LibvirtError;
}

/**
 * Looks up `count` things at once, in random order, every second of which is missing. Expects that just those reject,
 * each with an error of its own call, and resolves with these.
 */
export async function lookUpAll(session: Session, count: number, seed: number): Promise<Missed[]> {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const shuffled = fc.shuffledSubarray(numbers, { minLength: count });
  const [order = []] = fc.sample(shuffled, { seed, numRuns: 1 });
  const calls = order.map((number) => {
    const kind = kinds[(number >> 1) % kinds.length] ?? raise('no such kind');
    const missing = number % 2 === 1;
    const name = missing ? `missing-${number}` : kind.there;
    return { kind, missing, name, promise: kind.lookUp(session, name) };
  });
  // In the order in which they were made, which is not quite that in which they are written.
  const inFlight = session.inFlight.toSorted((a, b) => a.serial - b.serial);
  expect(inFlight).toHaveLength(count);
  const outcomes = await Promise.allSettled(calls.map(({ promise }) => promise));

  const missed: Missed[] = [];
  const wrong: unknown[] = [];
  for (const [at, { kind, missing, name }] of calls.entries()) {
    const outcome = outcomes[at];
    if (!missing) {
      if (outcome?.status !== 'fulfilled' || outcome.value.name !== name) wrong.push({ name, outcome });
    } else if (outcome?.status === 'rejected' && outcome.reason instanceof LibvirtError) {
      const error = outcome.reason;
      missed.push({ name, error });
      const { code, procedure, serial, message } = error;
      const own = { code: kind.code, procedure: kind.procedure, serial: inFlight[at]?.serial };
      if (code !== own.code || procedure !== own.procedure || serial !== own.serial || !message.includes(`'${name}'`)) {
        wrong.push({ name, own, got: { code, procedure, serial, message } });
      }
    } else wrong.push({ name, outcome });
  }
  expect(wrong).toEqual([]);
  expect(session.inFlight).toEqual([]);
  return missed;
}

function raise(message: string): never {
  throw new Error(message);
}
