import { createHash } from 'node:crypto';

/** One implementation of the type that lists domains: an array of them, then their number. */
export interface ListCodec<Value> {
  /** The list as the implementation wants it. */
  readonly value: Value;
  encode(value: Value): Uint8Array;
  decode(bytes: Uint8Array): Value;
  /** All names: decoding counts only when they are strings in the end. */
  names(value: Value): readonly string[];
}

/** How a list codec did: microseconds for the whole list. */
export interface CodecTimes {
  readonly encode: number;
  readonly decode: number;
  readonly bytes: number;
  /** Of the encoded list: all implementations must agree. */
  readonly sha256: string;
}

const warmUpRounds = 10;
const rounds = 31;
const listsEach = 40;

/** Measures, and prints the {@link CodecTimes} as a line of JSON. */
export function measureCodec<Value>({ value, encode, decode, names }: ListCodec<Value>): void {
  const bytes = encode(value);
  if (!Buffer.from(encode(decode(bytes))).equals(bytes)) throw new Error('decoding changes the list');
  const last = names(value).at(-1);
  const times: CodecTimes = {
    encode: fastRound(() => encode(value).length === bytes.length),
    decode: fastRound(() => names(decode(bytes)).at(-1) === last),
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  console.log(JSON.stringify(times));
}

/** The 20th percentile of many rounds: what it takes when nothing interferes, yet not the luckiest round. */
function fastRound(isRight: () => boolean): number {
  const times: number[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const start = performance.now();
    for (let list = 0; list < listsEach; list++) if (!isRight()) throw new Error('the list has changed');
    times.push(((performance.now() - start) * 1000) / listsEach);
  }
  const sorted = times.slice(warmUpRounds).sort((a, b) => a - b);
  return sorted[Math.floor(rounds / 5)] ?? Number.NaN;
}
