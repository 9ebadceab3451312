import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NetMessageStatus, NetMessageType } from '../../src/generated/net-types.ts';
import type { ListedCodec, ListedProcedure } from '../../src/protocol/listed.ts';
import { procedures, typeByName } from '../../src/protocol/registry.ts';
import { readRecording } from '../golden/recording.ts';
import { loadProtocolTypes, type Random, randomValue } from '../support/random-values.ts';
import { bodyCodec, type FrameKind } from './body-codec.ts';

/** A good frame, and the codec that its body is for. */
export interface Seed {
  readonly frame: Uint8Array;
  readonly codec: ListedCodec;
}

/** Long frames are mostly one long text, in which mutations find nothing. */
const longestGolden = 2048;
const goldensEach = 3;
const randomsEach = 6;

/** Frames that real daemons and clients have sent, a few of each kind, and frames around random values of every type. */
export function loadSeeds(packageRoot: string, random: Random): Seed[] {
  return [...goldenSeeds(join(packageRoot, 'test/golden/goldens')), ...randomSeeds(packageRoot, random)];
}

function goldenSeeds(directory: string): Seed[] {
  const counts = new Map<string, number>();
  const seeds: Seed[] = [];
  for (const name of readdirSync(directory)) {
    for (const { frame } of readRecording(join(directory, name))) {
      const kind = kindOf(frame);
      const codec = bodyCodec(kind);
      const key = Object.values(kind).join('/');
      const count = counts.get(key) ?? 0;
      if (codec === undefined || frame.length > longestGolden || count === goldensEach) continue;
      counts.set(key, count + 1);
      seeds.push({ frame: frame.slice(), codec });
    }
  }
  return seeds;
}

function kindOf(frame: Uint8Array): FrameKind {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  return {
    program: view.getUint32(4),
    procedure: view.getInt32(12),
    type: view.getInt32(16),
    status: view.getInt32(24),
  };
}

function randomSeeds(packageRoot: string, random: Random): Seed[] {
  const kinds = kindsByType();
  return loadProtocolTypes(join(packageRoot, 'protocol')).flatMap((type) => {
    const codec = typeByName(type.name);
    if (codec === undefined) throw new Error(`${type.name} has no codec`);
    return Array.from({ length: randomsEach }, () => {
      const kind = random.pick(kinds.get(codec.name) ?? anyCall);
      return { frame: frameOf(kind, codec.encode(randomValue(type, random))), codec };
    });
  });
}

/** For types that no procedure has for a body: the frame around one is a call whose arguments it is not. */
const anyCall: readonly FrameKind[] = procedures
  .filter(({ kind }) => kind === 'call')
  .map((procedure) => ({ ...numbers(procedure), type: NetMessageType.CALL, status: NetMessageStatus.OK }));

/** The kinds of frames that have a type for their body, by the type's name. */
function kindsByType(): ReadonlyMap<string, readonly FrameKind[]> {
  const kinds = new Map<string, FrameKind[]>();
  const add = (codec: ListedCodec, kind: FrameKind): void => {
    kinds.set(codec.name, [...(kinds.get(codec.name) ?? []), kind]);
  };
  const { CALL, REPLY, MESSAGE, STREAM_HOLE } = NetMessageType;
  const { OK, ERROR, CONTINUE } = NetMessageStatus;
  for (const procedure of procedures) {
    if (procedure.kind === 'event') add(procedure.payload, { ...numbers(procedure), type: MESSAGE, status: OK });
    else {
      add(procedure.args, { ...numbers(procedure), type: CALL, status: OK });
      add(procedure.result, { ...numbers(procedure), type: REPLY, status: OK });
    }
  }
  for (const call of anyCall) {
    for (const kind of [
      { ...call, type: REPLY, status: ERROR },
      { ...call, type: STREAM_HOLE, status: CONTINUE },
    ]) {
      const codec = bodyCodec(kind);
      if (codec !== undefined) add(codec, kind);
    }
  }
  return kinds;
}

function numbers({ program, procedure }: ListedProcedure): { readonly program: number; readonly procedure: number } {
  return { program, procedure };
}

function frameOf({ program, procedure, type, status }: FrameKind, body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(28 + body.length);
  const view = new DataView(frame.buffer);
  for (const [index, word] of [frame.length, program, 1, procedure, type, 7, status].entries()) {
    view.setUint32(index * 4, word);
  }
  frame.set(body, 28);
  return frame;
}
