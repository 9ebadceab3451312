/*
 * A peer of the benchmark: what bursts of calls take by how many of those that may block are on the wire at once, and
 * what quick calls take beside a hundred slow ones.
 */
import { open } from 'node:fs/promises';
import { domainCoreDump, domainGetInfo, domainLookupByName, networkLookupByName } from 'libvirt-rpc/protocol';
import { openSession, type Session } from 'libvirt-rpc/session';

/** Microseconds of a call. */
export interface WirePolicyResult {
  /** Of 1,000 calls made at once that may block, by `maxInFlight`. */
  readonly blocking: readonly { readonly maxInFlight: number; readonly call: number }[];
  /** Of 1,000 calls made at once that never block. */
  readonly quick: number;
  /** The same, while 100 calls wait for something outside the daemon and the daemon is asked for signs of life. */
  readonly besideSlow: number;
  /** How many of the slow ones failed. */
  readonly failed: number;
}

const burst = 1000;
const slowCalls = 100;
const keepAlive = { interval: 100, count: 2 };

const [uri = '', pipe = ''] = process.argv.slice(2);

/** Makes all calls at once, a few times, and tells what one took in the quickest. */
async function measureBurst(call: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8; round++) {
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: burst }, call));
    best = Math.min(best, performance.now() - startedAt);
  }
  return (best * 1000) / burst;
}

async function domainOf(session: Session): Promise<{ name: string; uuid: Uint8Array; id: number }> {
  return (await session.call(domainLookupByName, { name: 'test' })).dom;
}

const blocking: { maxInFlight: number; call: number }[] = [];
for (const maxInFlight of [1, 2, 4, 8, 16]) {
  const session = await openSession(uri, { maxInFlight });
  const dom = await domainOf(session);
  blocking.push({ maxInFlight, call: await measureBurst(() => session.call(domainGetInfo, { dom })) });
  await session.close();
}

const session = await openSession(uri, { keepAlive });
const dom = await domainOf(session);
// The test driver holds a domain while it is dumped, so that even to look it up would wait.
const look = (): Promise<unknown> => session.call(networkLookupByName, { name: 'default' });
const quick = await measureBurst(look);
let failed = 0;
const slow = Array.from({ length: slowCalls }, () =>
  session.call(domainCoreDump, { dom, to: pipe, flags: 0 }).catch(() => {
    failed++;
  }),
);
const besideSlow = await measureBurst(look);
// Longer than the daemon may be silent, so that only its answers to pings keep the connection.
await new Promise((resolve) => setTimeout(resolve, keepAlive.interval * (keepAlive.count + 1) * 3));
const reader = await open(pipe, 'r+');
await Promise.all(slow);
await reader.close();
await session.close();
const result: WirePolicyResult = { blocking, quick, besideSlow, failed };
console.log(JSON.stringify(result));
