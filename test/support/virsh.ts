import { type ProgramResult, runProgram } from './run-program.ts';

/** Runs one virsh command, for example `virsh(lab.unixUri, 'list', '--all')`. */
export async function virsh(uri: string, ...args: string[]): Promise<ProgramResult> {
  return runProgram('virsh', ['--connect', uri, '--quiet', ...args]);
}
