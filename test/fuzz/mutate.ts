import type { Random } from '../support/random-values.ts';

/** Length word and header. */
const headBytes = 28;

/** Numbers at which decoders decide: small ones, ends of ranges, limits of the protocol and their neighbours. */
const words: readonly number[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 20, 21, 31, 32, 33, 64, 65, 255, 256, 257, 1024, 1025, 2048, 2049],
  ...[4097, 4098, 16_384, 16_385, 65_535, 65_536, 65_537, 262_144, 262_145, 4_194_304, 4_194_305, 8_388_608],
  ...[0x20008086, 0x20008087, 33_554_432, 33_554_437, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff],
];

const bytes: readonly number[] = [0, 1, 0x0a, 0x20, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xed, 0xf4, 0xfe, 0xff];

type Mutation = (frame: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

/** A place in a frame: mostly behind the header, as a frame whose header is spoilt gets no further. */
function place(length: number, random: Random): number {
  const from = length > headBytes && random.chance(0.93) ? headBytes : 0;
  return from + random.below(length - from);
}

/** A stretch of at most 64 bytes; mostly whole words, which keeps what follows in step. */
function stretch(length: number, random: Random): { readonly start: number; readonly end: number } {
  const at = place(length, random);
  const inStep = random.chance(0.8);
  const start = inStep ? at & ~3 : at;
  const size = inStep ? 4 * (1 + random.below(16)) : 1 + random.below(64);
  return { start, end: Math.min(length, start + size) };
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function setWord(frame: Uint8Array, at: number, word: number): void {
  if (at + 4 <= frame.length) new DataView(frame.buffer, frame.byteOffset).setUint32(at, word);
}

const mutations: readonly Mutation[] = [
  function flipBit(frame, random) {
    const at = place(frame.length, random);
    frame[at] = (frame[at] ?? 0) ^ (1 << random.below(8));
    return frame;
  },
  function setByte(frame, random) {
    frame[place(frame.length, random)] = random.chance(0.7) ? random.pick(bytes) : random.below(256);
    return frame;
  },
  function setNumber(frame, random) {
    setWord(frame, place(frame.length, random) & ~3, random.pick(words));
    return frame;
  },
  function setLength(frame, random) {
    const at = place(frame.length, random) & ~3;
    const left = frame.length - at - 4;
    // What is left, in bytes and in elements of some size, give or take one.
    setWord(frame, at, Math.floor(left / random.pick([1, 1, 4, 8, 12, 28])) + random.below(3) - 1);
    return frame;
  },
  function truncate(frame, random) {
    return frame.slice(0, random.chance(0.5) ? place(frame.length, random) & ~3 : place(frame.length, random));
  },
  function duplicate(frame, random) {
    const { start, end } = stretch(frame.length, random);
    return joined(frame.subarray(0, end), frame.subarray(start, end), frame.subarray(end));
  },
  function remove(frame, random) {
    const { start, end } = stretch(frame.length, random);
    return joined(frame.subarray(0, start), frame.subarray(end));
  },
  function insert(frame, random) {
    const { start, end } = stretch(frame.length, random);
    const inserted = random.chance(0.5) ? new Uint8Array(end - start) : random.bytes(end - start);
    return joined(frame.subarray(0, start), inserted, frame.subarray(start));
  },
  function splice(frame, random, other) {
    const at = place(frame.length, random);
    // The other frame from the same place on, so that its fields stand where they belong, or from anywhere.
    const from = random.chance(0.5) ? Math.min(at, other.length) : place(other.length, random);
    return joined(frame.subarray(0, at), other.subarray(from));
  },
];

/**
 * A frame with one to four things wrong with it, some borrowed from another frame. Mostly its length word is made
 * right again, without which nothing behind it is looked at.
 */
export function mutate(frame: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let mutant: Uint8Array = frame.slice();
  do {
    if (mutant.length > 0) mutant = random.pick(mutations)(mutant, random, other);
  } while (random.chance(0.35));
  if (random.chance(0.9)) setWord(mutant, 0, mutant.length);
  return mutant;
}
