import type { Connection } from '../connection.ts';
import type { FlagOptions } from '../flag-options.ts';
import { sharedDeadline } from '../shared-deadline.ts';
import { chooseSource } from './choose-source.ts';
import { hubOf } from './event-hub.ts';
import type { AnyFilter, SubscribeOptions } from './event-options.ts';
import type { EventOf } from './event-types.ts';
import type { Taker } from './shared-registration.ts';
import { Subscription } from './subscription.ts';

type AnyEvent = EventOf<'closed'> | EventOf<'domain-0'>;

/** Subscribes to the events of a name; resolves when the daemon has confirmed. */
export async function subscribe(
  connection: Connection,
  name: string,
  options: SubscribeOptions & AnyFilter & FlagOptions<number>,
): Promise<Subscription<AnyEvent>> {
  const subscription = new Subscription<AnyEvent>(name, options);
  const next = sharedDeadline(options);
  const source = await chooseSource(name, options, connection, next());
  const leave = await hubOf(connection.session).subscribe(source, subscription as Taker, next());
  subscription.start(leave, options.signal);
  return subscription;
}
