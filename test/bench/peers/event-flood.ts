/*
 * Calls on a connection on which 100,000 events come for a consumer that sleeps: what they take, before and meanwhile,
 * what is kept of the events, and whether what is lost is counted to the last.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect, type Domain } from 'libvirt-rpc';
import type { Flood } from './event-flooder.ts';

/** What this prints: times of a call in microseconds. */
export interface EventFloodResult {
  readonly usual: number;
  readonly meanwhile: number;
  readonly callsMeanwhile: number;
  readonly events: number;
  readonly taken: number;
  readonly lost: number;
  /** By how many bytes the heap is larger behind it all, with what waits for the consumer. */
  readonly kept: number;
}

const [socketPath = '', directory = ''] = process.argv.slice(2);
const events = 100_000;
const perSecond = 10_000;

/** Calls one by one, until told that it is enough; the mean time of one. */
async function timeCalls(domain: Domain, isEnough: (made: number) => boolean): Promise<{ made: number; each: number }> {
  const startedAt = performance.now();
  let made = 0;
  for (; !isEnough(made); made++) await domain.getInfo();
  return { made, each: ((performance.now() - startedAt) * 1000) / made };
}

function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const path = join(directory, `flood-${process.pid}`);
const flooder = fork(join(import.meta.dirname, 'event-flooder.js'), [path, socketPath]);
await once(flooder, 'message');
const connection = await connect(`test+unix:///default?socket=${path}`);
const domain = await connection.lookupDomainByName('test');
const subscription = await connection.events('domain-lifecycle');
const iterator = subscription[Symbol.asyncIterator]();

await timeCalls(domain, (made) => made === 10_000);
const before = heapInUse();
const usual = await timeCalls(domain, (made) => made === 20_000);
let isDone = false;
flooder.once('message', () => {
  isDone = true;
});
flooder.send({ events, perSecond } satisfies Flood);
const meanwhile = await timeCalls(domain, () => isDone);
// Answered behind the last event.
await domain.getInfo();
const kept = heapInUse() - before;
let [taken, lost] = [0, 0];
while (taken + lost < events) {
  const { value, done } = await iterator.next();
  if (done === true) break;
  taken++;
  lost += value.lost;
}
await connection.close();
const result: EventFloodResult = {
  usual: usual.each,
  meanwhile: meanwhile.each,
  callsMeanwhile: meanwhile.made,
  events,
  taken,
  lost: subscription.lost === lost ? lost : Number.NaN,
  kept,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
