import { expect } from '@jest/globals';
import { type Answer, askPython } from './ask-python.ts';
import { comparable } from './comparable.ts';
import type { Row } from './row.ts';

/** Where both start: a file that holds a host's state, of which each connection has a copy of its own. */
export interface Place {
  readonly uri: string;
  /** For files of the test's. */
  readonly directory: string;
}

/** Goes through the rows in order, first in Python and then on `target`, and expects all to succeed with equal results. */
export async function compareWithPython<Target>(
  { uri, directory }: Place,
  target: Target,
  rows: readonly Row<Target>[],
): Promise<void> {
  const theirs = await askPython(
    uri,
    directory,
    rows.map(({ python }) => python),
  );
  const ours: Answer[] = [];
  for (const row of rows) {
    try {
      ours.push({ value: comparable(await row.call(target)) });
    } catch (error) {
      ours.push({ error: String(error) });
    }
  }

  const label = (at: number): string => `${at}: ${rows[at]?.name} and ${rows[at]?.python}`;
  const failures = (whose: string, answers: readonly Answer[]): string[] =>
    answers.flatMap((answer, at) => ('error' in answer ? [`${whose} ${label(at)}: ${answer.error}`] : []));
  expect([...failures('our', ours), ...failures("Python's", theirs)]).toEqual([]);

  const labelled = (answers: readonly Answer[]): unknown[] => answers.map((answer, at) => ({ [label(at)]: answer }));
  const settled = ours.map((answer, at) => sameByRule(rows[at], answer, theirs[at]) ?? answer);
  expect(labelled(settled)).toEqual(labelled(theirs));
}

/** Their answer, where the row's rule finds it the same as ours. */
function sameByRule(row: Row<never> | undefined, ours: Answer, theirs: Answer | undefined): Answer | undefined {
  if (row?.rule === undefined || theirs === undefined || 'error' in ours || 'error' in theirs) return undefined;
  return row.rule(ours.value, theirs.value) ? theirs : undefined;
}
