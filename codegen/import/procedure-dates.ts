import type { Program } from '../model.ts';
import type { Names } from '../names.ts';
import type { ApiFacts } from './api-facts.ts';
import type { ProcedureCorrection } from './import-protocol.ts';
import type { DatedProcedure } from './releases.ts';

/** The release of each procedure by our corrections, by its C function or, for an event, by its event id. */
export function procedureDates(
  file: string,
  program: Program,
  names: Names,
  api: ApiFacts,
  corrections: readonly ProcedureCorrection[],
): DatedProcedure[] {
  const functions = new Map(api.functions.map(({ name, since }) => [name, since]));
  const members = new Map(api.enums.flatMap((each) => each.members.map(({ name, since }) => [name, since] as const)));
  return program.procedures.map(({ number, name }) => {
    const c = names.cFunction(file, name);
    const corrected = corrections.find((each) => each.since !== undefined && each.procedures.includes(name))?.since;
    const since = corrected ?? (c === undefined ? members.get(eventId(name)) : functions.get(c));
    return { number, since };
  });
}

/** `REMOTE_PROC_DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE` belongs to `VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE`. */
function eventId(procedure: string): string {
  const [, object = '', event = ''] = /^REMOTE_PROC_(\w+)_EVENT_(?:CALLBACK_)?(\w+)$/.exec(procedure) ?? [];
  return `VIR_${object}_EVENT_ID_${event}`;
}
