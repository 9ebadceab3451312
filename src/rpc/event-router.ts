import type { Frame } from './frame.ts';

/** The messages of one kind of registration: their callback ids are theirs alone, and other families use the same numbers. */
export interface EventFamily {
  readonly name: string;
  readonly program: number;
  readonly procedures: ReadonlySet<number>;
}

/** Takes an event's frame, whose body stands behind the callback id; its bytes are valid only until it returns. */
export type EventSink = (frame: Frame) => void;

/** A registration that the daemon has not answered yet. */
export interface ExpectedRegistration {
  readonly family: EventFamily;
}

interface HeldEvent {
  readonly family: EventFamily;
  readonly callbackId: number;
  readonly frame: Frame;
}

/**
 * Brings events to their registrations by program, family and callback id.
 *
 * The daemon arms a callback before it answers the registration, so an event may come first: while a registration of
 * its family is pending, an event with an unknown id is held, up to a limit, and delivered in order once the reply has
 * told the id.
 */
export class EventRouter {
  static readonly maxHeld = 1000;
  static readonly maxHeldBytes: number = 16 * 1024 * 1024;
  readonly #sinks = new Map<string, EventSink>();
  readonly #expected = new Set<ExpectedRegistration>();
  #held: HeldEvent[] = [];
  #heldBytes = 0;
  readonly #copy: (frame: Frame) => Frame;

  /** `copy` makes a frame that outlives the transport's buffer, with its body where the original's stands. */
  constructor(copy: (frame: Frame) => Frame) {
    this.#copy = copy;
  }

  /** To be called before the registration is written. */
  expect(family: EventFamily): ExpectedRegistration {
    const expected = { family };
    this.#expected.add(expected);
    return expected;
  }

  /** The daemon has answered with an id: delivers what was held for it. */
  confirm(expected: ExpectedRegistration, callbackId: number, sink: EventSink): void {
    const { family } = expected;
    const key = keyOf(family, callbackId);
    this.#sinks.set(key, sink);
    const mine = this.#takeHeld((held) => held.family === family && held.callbackId === callbackId);
    this.cancel(expected);
    for (const { frame } of mine) {
      // The sink may have ended the registration, or the connection.
      if (this.#sinks.get(key) === sink) sink(frame);
    }
  }

  /** The daemon has refused, or nobody waits for the registration any more. */
  cancel(expected: ExpectedRegistration): void {
    this.#expected.delete(expected);
    if (!this.#isExpected(expected.family)) this.#takeHeld(({ family }) => family === expected.family);
  }

  /** To be called when the registration has been ended. */
  remove(family: EventFamily, callbackId: number): void {
    this.#sinks.delete(keyOf(family, callbackId));
  }

  clear(): void {
    this.#sinks.clear();
    this.#expected.clear();
    this.#takeHeld(() => true);
  }

  /** Delivers or holds an event of the family; one that nobody asked for is dropped, as late ones are legal. */
  route(family: EventFamily, frame: Frame): void {
    const callbackId = frame.body.int();
    const sink = this.#sinks.get(keyOf(family, callbackId));
    if (sink !== undefined) sink(frame);
    else if (this.#isExpected(family)) this.#hold({ family, callbackId, frame });
  }

  #hold({ family, callbackId, frame }: HeldEvent): void {
    const heldBytes = this.#heldBytes + frame.bytes.length;
    if (this.#held.length >= EventRouter.maxHeld || heldBytes > EventRouter.maxHeldBytes) return;
    this.#held.push({ family, callbackId, frame: this.#copy(frame) });
    this.#heldBytes = heldBytes;
  }

  #takeHeld(isTaken: (held: HeldEvent) => boolean): HeldEvent[] {
    const taken = this.#held.filter(isTaken);
    this.#held = this.#held.filter((held) => !isTaken(held));
    this.#heldBytes = this.#held.reduce((bytes, { frame }) => bytes + frame.bytes.length, 0);
    return taken;
  }

  #isExpected(family: EventFamily): boolean {
    for (const expected of this.#expected) if (expected.family === family) return true;
    return false;
  }
}

function keyOf({ name }: EventFamily, callbackId: number): string {
  return `${name}/${callbackId}`;
}
