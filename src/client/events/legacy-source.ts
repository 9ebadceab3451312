import { UsageError } from '../../errors/usage-error.ts';
import { connectDomainEventDeregisterAny, connectDomainEventRegisterAny } from '../../generated/remote-procedures.ts';
import type { EventFamily } from '../../rpc/event-family.ts';
import type { Connection } from '../connection.ts';
import type { Domain } from '../domain.ts';
import { domainEventKinds } from './domain-event-kinds.ts';
import type { DomainEvent } from './domain-event-types.ts';
import type { EventSource, SourceEvent } from './event-source.ts';

/**
 * Events of domains from daemons older than 1.2.1: they are registered for all domains at once, so that those of one
 * domain are picked here.
 */
export function legacyDomainSource(name: string, domain: Domain | undefined, connection: Connection): EventSource {
  const kind = Object.hasOwn(domainEventKinds, name) ? domainEventKinds[name as DomainEvent['type']] : undefined;
  const message = kind?.legacy;
  if (kind === undefined || message === undefined) {
    throw new UsageError(`${name}: the daemon is from before there were such events`);
  }
  const { session } = connection;
  const { eventID } = kind;
  const family: EventFamily = {
    name: `legacy ${name}`,
    program: connectDomainEventRegisterAny.program,
    procedures: new Set([message.procedure]),
    addressed: 'to-one',
  };
  const end = (): Promise<void> => {
    session.unregister(family);
    return session.call(connectDomainEventDeregisterAny, { eventID });
  };
  return {
    key: family.name,
    ...(domain === undefined ? {} : { wants: (event) => 'domain' in event && event.domain.equals(domain) }),
    async register(sink, onDropped) {
      await session.register({
        wanted: { family },
        procedure: connectDomainEventRegisterAny,
        args: { eventID },
        sink,
        onDropped,
        onLate: () => void end().catch(() => undefined),
      });
      return end;
    },
    read: ({ body }) => ({ type: name, ...message.read(body, connection) }) as SourceEvent,
  };
}
