import type { DoctorReport } from '../../../src/cli/doctor/report.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';

/** What a doctor has said. */
export interface Examination {
  readonly status: number;
  readonly report: DoctorReport;
  /** The report as it was printed. */
  readonly json: string;
}

export interface ExamineOptions {
  readonly args?: readonly string[];
  readonly environment?: Environment;
}

/** Lets a doctor look at a URI, for a program. */
export async function examine(uri: string, options: ExamineOptions = {}): Promise<Examination> {
  const { status, output } = await runDoctor([uri, '--json', ...(options.args ?? [])], options.environment);
  const report: DoctorReport = JSON.parse(output);
  return { status, report, json: output };
}

/** The same for a human. */
export async function runDoctor(
  args: readonly string[],
  environment: Environment = processEnvironment(),
): Promise<{ readonly status: number; readonly output: string; readonly errors: string }> {
  let output = '';
  let errors = '';
  const status = await runCommand(['doctor', ...args], {
    write: (text) => {
      output += text;
    },
    writeError: (text) => {
      errors += text;
    },
    hasColors: false,
    environment,
  });
  return { status, output, errors };
}

/** The status of each step, in order. */
export function statuses({ steps }: DoctorReport): Record<string, string> {
  return Object.fromEntries(Object.entries(steps).map(([name, { status }]) => [name, status]));
}
