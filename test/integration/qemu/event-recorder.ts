import type { Connection } from '../../../src/client/connection.ts';
import type { EventName, LibvirtEvent } from '../../../src/client/events/event-types.ts';
import type { Listening } from '../../../src/client/events/listening.ts';

type EventCalled<Name extends EventName> = Extract<LibvirtEvent, { readonly type: Name }>;

/** Keeps all that happens on a connection, in the order in which it comes. */
export class EventRecorder {
  readonly #events: LibvirtEvent[] = [];
  readonly #taken = new Set<LibvirtEvent>();
  readonly #listenings: Listening<{ readonly lost: number }>[] = [];
  #onEvent: () => void = () => undefined;

  private constructor() {}

  /** Begins to listen to the events of these names. */
  static async start(connection: Connection, names: readonly EventName[]): Promise<EventRecorder> {
    const recorder = new EventRecorder();
    const listen = async (name: EventName): Promise<void> => {
      const listening = await connection.on(name, (event) => {
        if (event.type !== 'resync') recorder.#take(event);
      });
      recorder.#listenings.push(listening);
    };
    await Promise.all(names.map(listen));
    return recorder;
  }

  get events(): readonly LibvirtEvent[] {
    return this.#events;
  }

  /** How many were dropped, as this was too slow. */
  get lost(): number {
    return this.#listenings.reduce((sum, { lost }) => sum + lost, 0);
  }

  /** The first event of the name that fits and was not returned before; waits until there is one. */
  async next<Name extends EventName>(
    name: Name,
    fits: (event: EventCalled<Name>) => boolean = () => true,
  ): Promise<EventCalled<Name>> {
    const isWanted = (event: LibvirtEvent): event is EventCalled<Name> =>
      event.type === name && !this.#taken.has(event) && fits(event as EventCalled<Name>);
    for (;;) {
      const event = this.#events.find(isWanted);
      if (event !== undefined) {
        this.#taken.add(event);
        return event;
      }
      await new Promise<void>((resolve) => {
        this.#onEvent = resolve;
      });
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#listenings.map((listening) => listening.close()));
  }

  #take(event: LibvirtEvent): void {
    this.#events.push(event);
    this.#onEvent();
  }
}
