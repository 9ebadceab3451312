import type { ReadConnection, ReadFrame } from '../diagnostics/recording/read-recording.ts';
import { KEEPALIVE_PROGRAM } from '../generated/keepalive-types.ts';
import { NetMessageStatus, NetMessageType } from '../generated/net-types.ts';
import { authList, authPolkit, authSASLInit, authSASLStart, authSASLStep } from '../generated/remote-procedures.ts';
import { type Frame, frameHeadBytes } from '../rpc/frame.ts';

/** Something that the client sent, and what the daemon said to it. */
export interface ReplayedTurn {
  readonly key: string;
  readonly payload: string;
  readonly serial: number;
  readonly answers: ReadFrame[];
  /** How the stream that this call opens goes on, each time the client ends it. */
  readonly later: ReplayedTurn[];
  used: boolean;
}

const authentication: ReadonlySet<number> = new Set(
  [authList, authSASLInit, authSASLStart, authSASLStep, authPolkit].map(({ procedure }) => procedure),
);

/**
 * The turns of a recorded connection: each call with its reply, and with whatever else the daemon sent behind that
 * reply and before the next one. How somebody got in is left out: nobody who replays it has the password.
 */
export function replayScript({ frames }: ReadConnection): readonly ReplayedTurn[] {
  const turns: ReplayedTurn[] = [];
  const bySerial = new Map<number, ReplayedTurn>();
  const streamTurns = new Map<number, ReplayedTurn>();
  let last: ReplayedTurn | undefined;
  for (const each of frames) {
    const { frame, from } = each;
    if (frame.program === KEEPALIVE_PROGRAM || isAuthentication(frame)) continue;
    if (from === 'client') {
      const turn = turnOf(frame);
      if (isCall(frame)) {
        turns.push(turn);
        bySerial.set(frame.serial, turn);
        streamTurns.set(frame.serial, turn);
      } else if (endsStream(frame)) {
        bySerial.get(frame.serial)?.later.push(turn);
        streamTurns.set(frame.serial, turn);
      }
      continue;
    }
    if (frame.type === NetMessageType.REPLY) last = bySerial.get(frame.serial);
    else if (frame.type !== NetMessageType.MESSAGE) last = streamTurns.get(frame.serial);
    last?.answers.push(each);
  }
  return turns;
}

/** Which turn of the script a call stands at: one that says the same, or at least one of the same procedure. */
export function findTurn(script: readonly ReplayedTurn[], frame: Frame): ReplayedTurn | undefined {
  const { key, payload } = turnOf(frame);
  const same = script.filter((turn) => turn.key === key);
  const alike = same.filter((turn) => turn.payload === payload);
  return alike.find(({ used }) => !used) ?? same.find(({ used }) => !used) ?? alike.at(-1) ?? same.at(-1);
}

export function isCall({ type }: Frame): boolean {
  return type === NetMessageType.CALL || type === NetMessageType.CALL_WITH_FDS;
}

/** Whether the client finishes or aborts a stream. */
export function endsStream({ type, status }: Frame): boolean {
  return type === NetMessageType.STREAM && status !== NetMessageStatus.CONTINUE;
}

function isAuthentication({ program, procedure }: Frame): boolean {
  return program === authList.program && authentication.has(procedure);
}

function turnOf({ program, procedure, serial, bytes }: Frame): ReplayedTurn {
  const payload = Buffer.from(bytes.subarray(frameHeadBytes)).toString('base64');
  return { key: `${program}/${procedure}`, payload, serial, answers: [], later: [], used: false };
}
