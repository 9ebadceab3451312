import { isDeepStrictEqual } from 'node:util';
import { XdrError, XdrReader } from '@xdr-ts/runtime';
import { ProtocolError } from '../../src/errors/protocol-error.ts';
import type { ListedCodec } from '../../src/protocol/listed.ts';
import { codecs } from '../../src/protocol/registry.ts';
import type { Frame } from '../../src/rpc/frame.ts';
import { FrameDecoder } from '../../src/rpc/frame-decoder.ts';
import type { Random } from '../support/random-values.ts';
import { bodyCodec } from './body-codec.ts';
import { mutate } from './mutate.ts';
import type { Seed } from './seeds.ts';

/** What no mutant may need: time in milliseconds for one, memory in bytes beyond that of the start for all. */
const longestDecode = 250;
const mostMemory = 256 * 1024 * 1024;
const memoryInterval = 5000;
const headBytes = 28;

export interface FuzzReport {
  readonly mutants: number;
  readonly seconds: number;
  /** Mutants in which a frame was found whose body some codec is for. */
  readonly pastHeader: number;
  /** Frames whose bodies were decoded to the end. */
  readonly framesDecoded: number;
  /** Bodies that the codec of their seed decoded to the end. */
  readonly bodiesDecoded: number;
  readonly types: number;
  /** Types whose decoder was called, and those among them whose decoder got to the end. */
  readonly typesRun: number;
  readonly typesCompleted: number;
  /** The types whose decoder was never called. */
  readonly missing: readonly string[];
  readonly slowest: number;
  /** The most memory seen beyond that of the start, in bytes. */
  readonly memory: number;
}

/** A mutant that did what none may do, with all that it takes to see it again. */
export class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';

  constructor(what: string, mutant: Uint8Array, options?: ErrorOptions) {
    super(`${what}\nmutant: ${Buffer.from(mutant).toString('hex')}`, options);
  }
}

/**
 * Decodes mutants of good frames: as frames, with the codec that the header asks for, and their bodies with the codec
 * of the seed. What decodes must encode to as many bytes and decode to the same value again; what does not must be an
 * XdrError or a ProtocolError. Throws a FuzzFailure otherwise.
 */
export class Fuzzer {
  readonly #seeds: readonly Seed[];
  readonly #random: Random;
  readonly #run = new Set<string>();
  readonly #completed = new Set<string>();
  readonly #baseline = memoryInUse();
  #mutant: Uint8Array = new Uint8Array();
  #mutants = 0;
  #seconds = 0;
  #pastHeader = 0;
  #framesDecoded = 0;
  #bodiesDecoded = 0;
  #slowest = 0;
  #memory = 0;

  constructor(seeds: readonly Seed[], random: Random) {
    this.#seeds = seeds;
    this.#random = random;
  }

  run(mutants: number): void {
    const { stackTraceLimit } = Error;
    // Most mutants end in an error, whose stack nobody reads.
    Error.stackTraceLimit = 0;
    const startedAt = performance.now();
    try {
      for (let i = 0; i < mutants; i++) this.#one();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      this.#seconds += (performance.now() - startedAt) / 1000;
    }
  }

  get report(): FuzzReport {
    const countOf = (names: ReadonlySet<string>): number => codecs.filter(({ name }) => names.has(name)).length;
    return {
      mutants: this.#mutants,
      seconds: this.#seconds,
      pastHeader: this.#pastHeader,
      framesDecoded: this.#framesDecoded,
      bodiesDecoded: this.#bodiesDecoded,
      types: codecs.length,
      typesRun: countOf(this.#run),
      typesCompleted: countOf(this.#completed),
      missing: codecs.filter(({ name }) => !this.#run.has(name)).map(({ name }) => name),
      slowest: this.#slowest,
      memory: this.#memory,
    };
  }

  #one(): void {
    const seed = this.#random.pick(this.#seeds);
    this.#mutant = mutate(seed.frame, this.#random, this.#random.pick(this.#seeds).frame);
    const cut = this.#random.chance(0.5) ? this.#random.below(this.#mutant.length + 1) : 0;
    let elapsed = this.#decode(seed.codec, cut);
    // A machine that did something else meanwhile does not do so every time.
    for (let tries = 0; elapsed > longestDecode && tries < 3; tries++) {
      elapsed = Math.min(elapsed, this.#decode(seed.codec, cut));
    }
    if (elapsed > longestDecode) throw this.#failure(`decoding takes ${Math.round(elapsed)} ms`);
    this.#slowest = Math.max(this.#slowest, elapsed);
    if (this.#mutants++ % memoryInterval === 0) this.#checkMemory();
  }

  /** Decodes the mutant, and tells how many milliseconds that took. */
  #decode(codec: ListedCodec, cut: number): number {
    const startedAt = performance.now();
    this.#asFrames(cut);
    if (this.#mutant.length >= headBytes && this.#decodes(codec, new XdrReader(this.#mutant, headBytes))) {
      this.#bodiesDecoded++;
    }
    return performance.now() - startedAt;
  }

  /** Does what is done with bytes that come in: in two chunks, the first of which may be empty. */
  #asFrames(cut: number): void {
    let found = false;
    const decoder = new FrameDecoder((frame) => {
      found = this.#frame(frame) || found;
    });
    try {
      decoder.push(this.#mutant.subarray(0, cut));
      decoder.push(this.#mutant.subarray(cut));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw this.#failure('the frame decoder threw', error);
    }
    if (found) this.#pastHeader++;
  }

  #frame(frame: Frame): boolean {
    const codec = bodyCodec(frame);
    if (codec === undefined) return false;
    if (this.#decodes(codec, frame.body)) this.#framesDecoded++;
    return true;
  }

  #decodes(codec: ListedCodec, reader: XdrReader): boolean {
    this.#run.add(codec.name);
    const start = reader.offset;
    let value: unknown;
    try {
      value = codec.read(reader);
    } catch (error) {
      if (!(error instanceof XdrError)) throw this.#failure(`the decoder of ${codec.name} threw`, error);
      return false;
    }
    this.#completed.add(codec.name);
    this.#comesBack(codec, value, reader.offset - start);
    return true;
  }

  #comesBack(codec: ListedCodec, value: unknown, length: number): void {
    let again: unknown;
    try {
      const encoded = codec.encode(value);
      if (encoded.length !== length) {
        throw this.#failure(`${codec.name} was decoded from ${length} bytes and encoded to ${encoded.length}`);
      }
      again = codec.decode(encoded);
    } catch (error) {
      throw error instanceof FuzzFailure ? error : this.#failure(`what ${codec.name} decoded does not encode`, error);
    }
    if (!isDeepStrictEqual(again, value)) throw this.#failure(`${codec.name} comes back as another value`);
  }

  #checkMemory(): void {
    const memory = memoryInUse() - this.#baseline;
    this.#memory = Math.max(this.#memory, memory);
    if (memory > mostMemory) throw this.#failure(`${memory} bytes in use`);
  }

  #failure(what: string, cause?: unknown): FuzzFailure {
    const message = cause instanceof Error ? `${what}: ${cause.name}: ${cause.message}` : what;
    return new FuzzFailure(message, this.#mutant, { cause });
  }
}

function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
