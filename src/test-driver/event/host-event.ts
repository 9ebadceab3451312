import type { EventProcedure } from '../../protocol/procedure.ts';

/** What events can happen to, in libvirt's words. */
export type EventFamily = 'domain' | 'network' | 'storage pool' | 'node device' | 'secret';

/** An event as a client is told it. */
export interface EventMessage {
  readonly procedure: EventProcedure<never>;
  readonly payload: unknown;
}

/** Something that has happened on a host. */
export interface HostEvent {
  readonly family: EventFamily;
  /** The number of its kind within the family. */
  readonly eventID: number;
  /** What it has happened to: a uuid, or the name of a node device. */
  readonly key: string;
  /** What they are told who have registered under a number. */
  readonly message: (callbackID: number) => EventMessage;
  /** What they are told who have registered as clients did before there were such numbers. */
  readonly legacyMessage?: EventMessage;
}

/** Puts a message together whose payload fits its procedure. */
export function eventMessage<Payload>(procedure: EventProcedure<Payload>, payload: Payload): EventMessage {
  return { procedure: procedure as EventProcedure<never>, payload };
}
