import type { Session } from '../../session/session.ts';
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
  const { session } = connection;
  const { peer, tracer } = session;
  const taker = tracer === undefined ? (subscription as Taker) : tracedTaker(subscription as Taker, name, session);
  const enter = async (): Promise<() => Promise<void>> => {
    const source = await chooseSource(name, options, connection, next());
    return hubOf(session).subscribe(source, taker, next());
  };
  subscription.start(await (tracer === undefined ? enter() : tracer.event(peer, name, enter)), options.signal);
  return subscription;
}

/** The same taker under the eyes of those who watch the events of the process. */
function tracedTaker(taker: Taker, name: string, session: Session): Taker {
  return {
    push: (event) => {
      session.tracer?.received(session.peer, name, event);
      taker.push(event);
    },
    missed: (count) => taker.missed(count),
    end: (error) => taker.end(error),
  };
}
