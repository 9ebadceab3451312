import type { CallProcedure } from '../../../src/protocol/procedure.ts';
import type { Session } from '../../../src/session/session.ts';
import type { Rule } from './rules.ts';

/** Something that we and Python ask the same daemon for. */
export interface Row<Target> {
  /** The procedure, or the class and method. */
  readonly name: string;
  /** The Python expression with the same result; it may bind names for later ones with `:=`. */
  readonly python: string;
  /** Where the results differ by nature: how they are compared. */
  readonly rule?: Rule | undefined;
  call(target: Target): Promise<unknown>;
}

/** A call whose result `ours` brings into the form that Python gives it. */
export function asks<Args, Result>(
  procedure: CallProcedure<Args, Result>,
  args: Args,
  python: string,
  ours: (result: Result) => unknown,
  rule?: Rule,
): Row<Session> {
  return { name: procedure.name, python, rule, call: async (session) => ours(await session.call(procedure, args)) };
}

/** A call that gives nothing back; that it did something shows in the results of later rows. */
export function does<Args>(procedure: CallProcedure<Args, void>, args: Args, python: string): Row<Session> {
  return asks(procedure, args, nothing(python), () => null);
}

/** A Python expression whose result, mostly 0, means nothing. */
export function nothing(python: string): string {
  return `(${python}, None)[1]`;
}
