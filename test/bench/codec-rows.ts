import { interleave, median, runForJson } from './measurement.ts';
import { codecBars } from './operations.ts';
import type { CodecTimes } from './peers/measure-codec.ts';
import { ourProgram } from './peers.ts';

const candidates = [
  { name: 'libvirt-rpc', command: ourProgram('codec-ours') },
  { name: '@stellar/js-xdr', command: ourProgram('codec-js-xdr') },
] as const;

/**
 * For both codecs: some processes, and others not, give the memory of each encoded list back to the system and get it
 * again page by page, which can take longer than all else. These settings of the C library make it keep what it has.
 */
const keepMemory = { MALLOC_TRIM_THRESHOLD_: String(512 * 2 ** 20), MALLOC_TOP_PAD_: String(64 * 2 ** 20) };

/** Encoding or decoding 1,000 domains: medians in microseconds, and how many times faster we are. */
export interface CodecRow {
  readonly direction: 'encode' | 'decode';
  readonly ours: number;
  readonly theirs: number;
  readonly bytes: number;
  readonly speedup: number;
  readonly atLeast: number;
  readonly met: boolean;
}

/** Runs both codecs in turns, each in processes of its own. Throws when their bytes differ. */
export async function measureCodecs(rounds: number): Promise<CodecRow[]> {
  const runs = await interleave(candidates, rounds, ({ command }) => runForJson<CodecTimes>(command, keepMemory));
  const [ours = [], theirs = []] = candidates.map(({ name }) => runs.get(name) ?? []);
  const [first] = ours;
  if (first === undefined || new Set([...ours, ...theirs].map(({ sha256 }) => sha256)).size !== 1) {
    throw new Error('the codecs encode the same list differently');
  }
  return (['encode', 'decode'] as const).map((direction) => {
    const time = (times: readonly CodecTimes[]): number => median(times.map((each) => each[direction]));
    const speedup = time(theirs) / time(ours);
    const atLeast = codecBars[direction];
    return {
      direction,
      ours: time(ours),
      theirs: time(theirs),
      bytes: first.bytes,
      speedup,
      atLeast,
      met: speedup >= atLeast,
    };
  });
}
