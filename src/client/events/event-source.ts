import type { ConnectionError } from '../../errors/connection-error.ts';
import type { EventSink } from '../../rpc/event-router.ts';
import type { LibvirtEvent, UnknownEvent } from './event-types.ts';

/** An event as it comes from its source: what a subscription has lost is not its matter. */
export type SourceEvent = LibvirtEvent | UnknownEvent extends infer Event
  ? Event extends LibvirtEvent | UnknownEvent
    ? Omit<Event, 'lost'>
    : never
  : never;

/** Where events come from: one registration with the daemon serves all who subscribe to the same. */
export interface EventSource {
  /** The same for sources that are the same. */
  readonly key: string;
  /**
   * Registers with the daemon. From its confirmation on the events go to `sink`, those too that came before; `onDropped`
   * is told how many of these there were too many of. Resolves, behind that, with what ends the registration again, which
   * may reject.
   */
  register(sink: EventSink, onDropped: (count: number) => void): Promise<() => Promise<void>>;
  /** Reads an event. Throws an XdrError or a ProtocolError. */
  read(frame: Parameters<EventSink>[0]): SourceEvent;
  /** Which of the registration's events are meant, where the daemon cannot be asked for these alone. */
  readonly wants?: (event: SourceEvent) => boolean;
  /** What the end of the connection is to those who subscribed to it; to all others it is an error. */
  readonly atEnd?: (cause: ConnectionError) => SourceEvent;
}
