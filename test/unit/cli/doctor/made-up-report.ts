import { adviceFor } from '../../../../src/cli/doctor/advice.ts';
import { makeReport } from '../../../../src/cli/doctor/make-report.ts';
import type { DoctorReport, DoctorStepName } from '../../../../src/cli/doctor/report.ts';
import { StepRecorder, type ToldStep } from '../../../../src/cli/doctor/step-recorder.ts';

/** A clock that each look puts on by a millisecond. */
export function tickingClock(): () => number {
  let time = 0;
  return () => time++;
}

/** A report of what is told, that failed at the last step told if there is an error. */
export function madeUpReport(
  told: readonly ToldStep[],
  {
    error,
    now = 0,
    nobody = new Map(),
  }: { error?: Error; now?: number; nobody?: ReadonlyMap<DoctorStepName, string> } = {},
): DoctorReport {
  const recorder = new StepRecorder(tickingClock());
  for (const each of told) recorder.tell(each);
  recorder.pause();
  const { facts, current: step } = recorder;
  const fault =
    error === undefined
      ? undefined
      : { step, problem: error.message, code: 'EMADEUP', advice: adviceFor({ step, error, facts }) };
  return makeReport({ uri: facts.uri.given, recorder, nobody, fault, now });
}
