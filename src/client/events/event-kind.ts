import type { XdrReader } from '@xdr-ts/runtime';
import type { EventProcedure } from '../../protocol/procedure.ts';
import type { Connection } from '../connection.ts';
import type { LibvirtEvent } from './event-types.ts';

/** What an event says, without what the subscription adds. */
export type EventFacts<Event extends LibvirtEvent = LibvirtEvent> = Event extends LibvirtEvent
  ? Omit<Event, 'type' | 'lost'>
  : never;

/** A message that carries an event, and how it is read. */
export interface EventMessage<Facts = EventFacts> {
  readonly program: number;
  readonly procedure: number;
  /** Reads the payload. Throws an XdrError. */
  read(payload: XdrReader, connection: Connection): Facts;
}

/** An event of a family, by its number there. */
export interface EventKind<Facts = EventFacts> {
  readonly eventID: number;
  readonly message: EventMessage<Facts>;
  /** The message of daemons from before there were callback ids, for events that are as old as that. */
  readonly legacy?: EventMessage<Facts> | undefined;
}

/** Reads a procedure's payload into the facts of an event. */
export function message<Payload, Facts>(
  { program, procedure, payload }: EventProcedure<Payload>,
  facts: (payload: Payload, connection: Connection) => Facts,
): EventMessage<Facts> {
  return { program, procedure, read: (reader, connection) => facts(payload.read(reader), connection) };
}
