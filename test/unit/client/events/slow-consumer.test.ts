import { expect, test } from '@jest/globals';
import type { EventOf } from '../../../../src/client/events/event-types.ts';
import type { Subscription } from '../../../../src/client/events/subscription.ts';
import { connectGetLibVersion } from '../../../../src/generated/remote-procedures.ts';
import { joined, rawFrame, typeOf, words } from '../../rpc/raw-frame.ts';
import { EventPeer } from './event-peer.ts';

const all = 100_000;

/** A lifecycle event of callback 0 and a domain whose id is the number. */
function event(number: number): Uint8Array {
  const name = words(1, 0x61000000);
  const payload = joined(words(0), name, new Uint8Array(16), words(number, 2, 0));
  return rawFrame({ type: typeOf.message, procedure: 318, serial: 1, payload });
}

/** Takes events, and holds each gap against what is said of it. */
class Consumer {
  readonly subscription: Subscription<EventOf<'domain-lifecycle'>>;
  readonly limit: number;
  readonly #iterator: AsyncIterator<EventOf<'domain-lifecycle'>, undefined>;
  taken = 0;
  lost = 0;
  last = -1;

  constructor(subscription: Subscription<EventOf<'domain-lifecycle'>>, limit: number) {
    this.subscription = subscription;
    this.limit = limit;
    this.#iterator = subscription[Symbol.asyncIterator]();
  }

  /** Whether there was another. */
  async take(): Promise<boolean> {
    const { value } = await this.#iterator.next();
    if (value?.type !== 'domain-lifecycle') return false;
    const { id } = value.domain;
    expect(id - this.last - 1).toBe(value.lost);
    this.last = id;
    this.lost += value.lost;
    this.taken++;
    return true;
  }
}

test('a consumer that sleeps loses the oldest of 100,000 events, counted to the last, and calls go on', async () => {
  const peer = new EventPeer({ scripts: { connectGetLibVersion: ({ reply }) => reply({ lib_ver: 12n }) } });
  const consumers = await Promise.all(
    [1000, 40_000].map(
      async (limit) => new Consumer(await peer.connection.events('domain-lifecycle', { limit }), limit),
    ),
  );
  const batch = 5000;
  for (let sent = 0; sent < all; sent += batch) {
    peer.raw(joined(...Array.from({ length: batch }, (_, at) => event(sent + at))));
    // Asked behind them, it is answered behind them.
    expect(await peer.session.call(connectGetLibVersion, undefined)).toEqual({ lib_ver: 12n });
    // Now and then the consumers wake up, and take one.
    if (sent % 25_000 === 0) for (const consumer of consumers) await consumer.take();
  }
  await peer.connection.close();
  for (const consumer of consumers) {
    const { limit, subscription } = consumer;
    const before = consumer.taken;
    while (await consumer.take());
    expect(consumer.taken - before).toBe(limit);
    expect([consumer.last, consumer.taken + consumer.lost]).toEqual([all - 1, all]);
    expect(subscription.lost).toBe(consumer.lost);
  }
});
