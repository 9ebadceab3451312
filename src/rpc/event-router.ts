import { XdrReader } from '@xdr-ts/runtime';
import { ProtocolError } from '../errors/protocol-error.ts';
import type { EventFamily } from './event-family.ts';
import type { Frame } from './frame.ts';

/** Takes an event's frame, whose body stands at the payload; its bytes are valid only until it returns. */
export type EventSink = (frame: Frame) => void;

/** What a registration wants. */
export interface Wanted {
  readonly family: EventFamily;
  /** Whether it may be for events that this release does not know, whose messages name no family. */
  readonly unknown?: boolean;
}

/** A registration that the daemon has not answered yet. */
export interface ExpectedRegistration {
  readonly wanted: Wanted;
}

interface Registration {
  readonly wanted: Wanted;
  readonly callbackId: number;
  readonly sink: EventSink;
}

interface HeldEvent {
  readonly family: EventFamily;
  readonly callbackId: number;
  readonly frame: Frame;
}

/** The id under which a family with one taker has it. */
export const onlyId = 0;

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
  readonly #families = new Map<string, EventFamily>();
  readonly #registrations = new Map<string, Registration>();
  readonly #expected = new Set<ExpectedRegistration>();
  #held: HeldEvent[] = [];
  #heldBytes = 0;
  /** How many events there was no room to hold, by what they would have been held for. */
  readonly #dropped = new Map<string, number>();

  /** To be called before the registration is written. */
  expect(wanted: Wanted): ExpectedRegistration {
    for (const procedure of wanted.family.procedures) {
      this.#families.set(`${wanted.family.program}/${procedure}`, wanted.family);
    }
    const expected = { wanted };
    this.#expected.add(expected);
    return expected;
  }

  /**
   * The daemon has answered with an id: delivers what was held for it, and tells how many more events of it there was
   * no room to hold; these came behind the held ones.
   */
  confirm(expected: ExpectedRegistration, callbackId: number, sink: EventSink): number {
    const { wanted } = expected;
    const key = keyOf(wanted.family, callbackId);
    this.#registrations.set(key, { wanted, callbackId, sink });
    const dropped = this.#dropped.get(key) ?? 0;
    this.#dropped.delete(key);
    const mine = this.#takeHeld((held) => held.family === wanted.family && held.callbackId === callbackId);
    this.cancel(expected);
    for (const { frame } of mine) {
      // The sink may have ended the registration, or the connection.
      if (this.#registrations.get(key)?.sink === sink) sink(frame);
    }
    return dropped;
  }

  /** The daemon has refused, or nobody waits for the registration any more. */
  cancel(expected: ExpectedRegistration): void {
    this.#expected.delete(expected);
    const { family } = expected.wanted;
    if (this.#isExpected(family)) return;
    this.#takeHeld((held) => held.family === family);
    for (const key of this.#dropped.keys()) if (key.startsWith(keyOf(family, ''))) this.#dropped.delete(key);
  }

  /** To be called when the registration has been ended. */
  remove(family: EventFamily, callbackId: number): void {
    this.#registrations.delete(keyOf(family, callbackId));
  }

  clear(): void {
    this.#registrations.clear();
    this.#expected.clear();
    this.#dropped.clear();
    this.#takeHeld(() => true);
  }

  /** Delivers or holds an event; one that nobody asked for is dropped, as late ones are legal. */
  route(frame: Frame): void {
    const family = this.#families.get(`${frame.program}/${frame.procedure}`);
    if (family === undefined) this.#routeUnknown(frame);
    else this.#routeTo(family, family.addressed === 'by-id' ? readCallbackId(frame) : onlyId, frame);
  }

  /** An event newer than this release: whoever wanted such, and has its id, gets it. */
  #routeUnknown(frame: Frame): void {
    const isFor = ({ wanted }: ExpectedRegistration): boolean =>
      wanted.unknown === true && wanted.family.program === frame.program;
    const takers = [...this.#registrations.values()].filter(isFor);
    const expected = [...this.#expected].find(isFor);
    if ((takers.length === 0 && expected === undefined) || frame.body.remaining < 4) return;
    const callbackId = readCallbackId(frame);
    const taker = takers.find((each) => each.callbackId === callbackId);
    if (taker !== undefined) taker.sink(frame);
    else if (expected !== undefined) this.#hold({ family: expected.wanted.family, callbackId, frame });
  }

  #routeTo(family: EventFamily, callbackId: number, frame: Frame): void {
    const registration = this.#registrations.get(keyOf(family, callbackId));
    if (registration !== undefined) registration.sink(frame);
    else if (this.#isExpected(family)) this.#hold({ family, callbackId, frame });
  }

  #hold({ family, callbackId, frame }: HeldEvent): void {
    const heldBytes = this.#heldBytes + frame.bytes.length;
    if (this.#held.length >= EventRouter.maxHeld || heldBytes > EventRouter.maxHeldBytes) {
      return this.#drop(keyOf(family, callbackId));
    }
    this.#held.push({ family, callbackId, frame: copyFrame(frame) });
    this.#heldBytes = heldBytes;
  }

  #drop(key: string): void {
    const dropped = this.#dropped.get(key);
    // Not even their number is kept for whoever makes up ids without end.
    if (dropped !== undefined || this.#dropped.size < EventRouter.maxHeld) this.#dropped.set(key, (dropped ?? 0) + 1);
  }

  #takeHeld(isTaken: (held: HeldEvent) => boolean): HeldEvent[] {
    const taken = this.#held.filter(isTaken);
    this.#held = this.#held.filter((held) => !isTaken(held));
    this.#heldBytes = this.#held.reduce((bytes, { frame }) => bytes + frame.bytes.length, 0);
    return taken;
  }

  #isExpected(family: EventFamily): boolean {
    for (const { wanted } of this.#expected) if (wanted.family === family) return true;
    return false;
  }
}

function keyOf({ name }: EventFamily, callbackId: number | ''): string {
  return `${name}/${callbackId}`;
}

/** The word that the payload begins with; the body stays where it is. */
function readCallbackId({ bytes, body: { offset, remaining } }: Frame): number {
  if (remaining < 4) throw new ProtocolError('an event without a callback id', offset);
  return new DataView(bytes.buffer, bytes.byteOffset + offset, 4).getInt32(0);
}

/** A frame that outlives the transport's memory. */
function copyFrame(frame: Frame): Frame {
  const bytes = frame.bytes.slice();
  return { ...frame, bytes, body: new XdrReader(bytes, frame.body.offset) };
}
