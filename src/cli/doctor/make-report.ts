import { type DoctorReport, type DoctorStatus, type DoctorStep, type DoctorStepName, stepOrder } from './report.ts';
import type { StepRecorder } from './step-recorder.ts';
import { warningsOf } from './warnings.ts';

/** What ended the examination. */
export interface Fault {
  readonly step: DoctorStepName;
  readonly problem: string;
  readonly code: string | null;
  readonly advice: readonly string[];
}

export interface Findings {
  readonly uri: string | undefined;
  readonly recorder: StepRecorder;
  /** The steps that have nobody to ask, and why. */
  readonly nobody: ReadonlyMap<DoctorStepName, string>;
  readonly fault: Fault | undefined;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** Why steps behind the one that failed are skipped. */
export const notReached = 'not reached';

type Steps = { -readonly [Name in DoctorStepName]?: DoctorStep<Name> };

/** Makes a report of what was seen. */
export function makeReport(findings: Findings): DoctorReport {
  const { uri, recorder, fault } = findings;
  const warnings = warningsOf(recorder.facts, findings.now);
  const steps: Steps = {};
  const failedAt = fault === undefined ? stepOrder.length : stepOrder.indexOf(fault.step);
  for (const [index, name] of stepOrder.entries()) {
    const wasSeen = recorder.elapsed.has(name);
    if (!wasSeen && !(index > failedAt && isExpected(name, recorder.facts.uri.transport))) continue;
    put(steps, name, findings, index > failedAt, warnings[name] ?? []);
  }
  const elapsed = [...recorder.elapsed.values()].reduce((sum, time) => sum + time, 0);
  return { format: 1, uri: uri ?? null, ok: fault === undefined, elapsed, steps };
}

function put<Name extends DoctorStepName>(
  steps: { [Each in Name]?: DoctorStep<Each> },
  name: Name,
  { recorder, nobody, fault }: Findings,
  isBehindFault: boolean,
  warnings: readonly string[],
): void {
  const failed = fault?.step === name ? fault : undefined;
  const skipped = isBehindFault ? notReached : nobody.get(name);
  const status: DoctorStatus =
    failed !== undefined ? 'failed' : skipped !== undefined ? 'skipped' : warnings.length > 0 ? 'warning' : 'ok';
  const elapsed = recorder.elapsed.get(name);
  steps[name] = {
    status,
    elapsed: elapsed ?? null,
    facts: recorder.facts[name],
    problem: failed?.problem ?? skipped ?? null,
    code: failed?.code ?? null,
    warnings,
    advice: failed?.advice ?? [],
  };
}

/** Whether a step belongs to connections of this kind, as far as that can be known before it is come to. */
function isExpected(name: DoctorStepName, transport: string | undefined): boolean {
  switch (name) {
    case 'certificates':
    case 'tls':
    case 'verdict':
      return transport === 'tls';
    case 'resolve':
    case 'sasl':
      return false;
    case 'ssh':
      return transport !== undefined && ['ssh', 'libssh', 'libssh2'].includes(transport);
    case 'connect':
      return transport !== 'ssh' && transport !== 'in process';
    default:
      return true;
  }
}
