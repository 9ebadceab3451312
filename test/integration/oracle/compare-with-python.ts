import { expect } from '@jest/globals';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { type Answer, askPython, type PythonPlace } from './ask-python.ts';
import { comparable } from './comparable.ts';
import type { Row } from './row.ts';

/** Where both start: a file that holds a host's state, of which each connection has a copy of its own. */
export interface Place {
  readonly uri: string;
  /** For files of the test's. */
  readonly directory: string;
  /** How Python gets there, where it is not by the same URI on this machine. */
  readonly python?: PythonPlace;
}

/** Goes through the rows in order, first in Python and then on `target`, and expects all to succeed with equal results. */
export async function compareWithPython<Target>(
  place: Place,
  target: Target,
  rows: readonly Row<Target>[],
): Promise<void> {
  const { ours, theirs } = await answersOf(place, target, rows);
  const failures = (whose: string, answers: readonly Answer[]): string[] =>
    answers.flatMap((answer, at) => ('error' in answer ? [`${whose} ${label(rows, at)}: ${answer.error}`] : []));
  expect([...failures('our', ours), ...failures("Python's", theirs)]).toEqual([]);
  expectSame(rows, ours, theirs);
}

/**
 * Goes through the rows in order, first in Python and then on `target`, and expects of each the same result or the
 * same refusal, word for word and field by field. Resolves to Python's answers.
 */
export async function compareAnswers<Target>(
  place: Place,
  target: Target,
  rows: readonly Row<Target>[],
): Promise<readonly Answer[]> {
  const { ours, theirs } = await answersOf(place, target, rows);
  expectSame(rows, ours, theirs);
  return theirs;
}

async function answersOf<Target>(
  { uri, directory, python = { uri } }: Place,
  target: Target,
  rows: readonly Row<Target>[],
): Promise<{ readonly ours: readonly Answer[]; readonly theirs: readonly Answer[] }> {
  const theirs = await askPython(
    python,
    directory,
    rows.map((row) => row.python),
  );
  const ours: Answer[] = [];
  for (const row of rows) {
    try {
      ours.push({ value: comparable(await row.call(target)) });
    } catch (error) {
      ours.push(refusal(error));
    }
  }
  return { ours, theirs };
}

function refusal(error: unknown): Answer {
  if (!(error instanceof LibvirtError)) return { error: error instanceof Error ? error.message : String(error) };
  const { message, number, domain, level, str1, str2, str3, int1, int2 } = error;
  return { error: message, fields: comparable([number, domain, level, str1, str2, str3, int1, int2]) };
}

function expectSame(rows: readonly Row<never>[], ours: readonly Answer[], theirs: readonly Answer[]): void {
  const labelled = (answers: readonly Answer[]): unknown[] =>
    answers.map((answer, at) => ({ [label(rows, at)]: answer }));
  const settled = ours.map((answer, at) => sameByRule(rows[at], answer, theirs[at]) ?? answer);
  expect(labelled(settled)).toEqual(labelled(theirs));
}

const label = (rows: readonly Row<never>[], at: number): string => `${at}: ${rows[at]?.name} and ${rows[at]?.python}`;

/** Their answer, where the row's rule finds it the same as ours. */
function sameByRule(row: Row<never> | undefined, ours: Answer, theirs: Answer | undefined): Answer | undefined {
  if (row?.rule === undefined || theirs === undefined || 'error' in ours || 'error' in theirs) return undefined;
  return row.rule(ours.value, theirs.value) ? theirs : undefined;
}
