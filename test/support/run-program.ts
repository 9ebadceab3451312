import { spawn } from 'node:child_process';

export type ProgramResult = {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit status, or the name of the signal that ended the program. */
  readonly status: number | NodeJS.Signals;
};

export type ProgramOptions = {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds after which the program is killed; 60000 unless told. */
  readonly timeout?: number;
};

/** Runs a program to its end, in the C locale. A failing status is a result; only a program that cannot start throws. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(file, args, {
    env: { ...process.env, LC_ALL: 'C', ...options.environment },
    timeout: options.timeout ?? 60_000,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  child.stdin.on('error', () => {}); // a program may end without reading its input
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ ...output, status: signal ?? code ?? -1 }));
  });
}
