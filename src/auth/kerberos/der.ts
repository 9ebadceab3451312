import { MechanismError } from '../mechanism-error.ts';

/** Tags of ASN.1's own types, as far as Kerberos has them. */
export const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  generalizedTime: 0x18,
  generalString: 0x1b,
  sequence: 0x30,
} as const;

/** The tag of an element that is told from its neighbours by a number. */
export function numbered(number: number): number {
  return 0xa0 + number;
}

/** The tag of one of Kerberos's messages. */
export function application(number: number): number {
  return 0x60 + number;
}

/** An element of ASN.1's distinguished encoding. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), derLength(length), ...contents]);
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x80 + significant.length]), significant]);
}

/** An integer of up to 32 bits, with or without sign. */
export function derInteger(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  let start = 0;
  while (start < 7 && sameSign(bytes[start], bytes[start + 1])) start++;
  return der(tags.integer, bytes.subarray(start));
}

/** Whether the first of two bytes says no more than the sign of the second. */
function sameSign(first = 0, second = 0): boolean {
  return (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);
}

export function derText(text: string): Buffer {
  return der(tags.generalString, Buffer.from(text, 'utf8'));
}

/** A time in whole seconds. */
export function derTime(time: Date): Buffer {
  return der(tags.generalizedTime, Buffer.from(`${time.toISOString().replace(/\.\d+Z$|[-:T]/g, '')}Z`));
}

/** Thirty-two flags, the first in the highest bit. */
export function derFlags(flags: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(flags >>> 0, 1);
  return der(tags.bitString, bytes);
}

/** Reads elements one after the other. Throws a MechanismError at the first that is not what it should be. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The tag of the next element; `undefined` behind the last. */
  get next(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** The contents of the next element, which has to have the tag. */
  take(tag: number): Uint8Array {
    if (this.next !== tag) throw wrong(`has ${hex(this.next)} where ${hex(tag)} belongs`);
    const [length, start] = this.#length(this.#at + 1);
    if (length > this.#bytes.length - start) throw wrong('ends within an element');
    this.#at = start + length;
    return this.#bytes.subarray(start, this.#at);
  }

  /** {@link take}, for elements of elements. */
  enter(tag: number): DerReader {
    return new DerReader(this.take(tag));
  }

  /** The next element, if it has the tag. */
  takeIf(tag: number): Uint8Array | undefined {
    return this.next === tag ? this.take(tag) : undefined;
  }

  /** An integer of up to 32 bits, with or without sign. */
  integer(): number {
    const bytes = this.take(tags.integer);
    if (bytes.length === 0 || bytes.length > 5) throw wrong('has an impossible integer');
    let value = (bytes[0] ?? 0) >= 0x80 ? -1 : 0;
    for (const byte of bytes) value = value * 256 + byte;
    return value;
  }

  text(): string {
    return Buffer.from(this.take(tags.generalString)).toString('utf8');
  }

  /** A time, as it is written. */
  time(): string {
    return Buffer.from(this.take(tags.generalizedTime)).toString('latin1');
  }

  /** Throws unless everything has been read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw wrong('goes on where it should end');
  }

  #length(at: number): [length: number, start: number] {
    const first = this.#bytes[at] ?? 0xff;
    if (first < 0x80) return [first, at + 1];
    const count = first - 0x80;
    if (count < 1 || count > 4) throw wrong('has an element of impossible length');
    let length = 0;
    for (let index = 1; index <= count; index++) length = length * 256 + (this.#bytes[at + index] ?? 0);
    return [length, at + 1 + count];
  }
}

function wrong(reason: string): MechanismError {
  return new MechanismError(`a message of Kerberos ${reason}`);
}

function hex(tag: number | undefined): string {
  return tag === undefined ? 'nothing' : `the tag 0x${tag.toString(16)}`;
}
