import { runProgram } from './run-program.ts';

const prelude = 'import json, libvirt, sys\nargs = json.load(sys.stdin)\n';

/** The binding is a package of the system's Python, which need not be the first one on PATH. */
export const systemPython = '/usr/bin/python3';

/**
 * Runs a Python script that has libvirt's official binding as `libvirt` and `args` as given here, and resolves to the
 * JSON that the script prints. `interpreter` are the words that run Python, where it is not this machine's.
 */
export async function pythonLibvirt<T>(
  script: string,
  args: unknown = null,
  [program, ...words]: readonly [string, ...string[]] = [systemPython],
): Promise<T> {
  const result = await runProgram(program, [...words, '-c', prelude + script], { input: JSON.stringify(args) });
  if (result.status !== 0) {
    throw new Error(`python-libvirt script ended with ${result.status}:\n${result.stderr}`);
  }
  return JSON.parse(result.stdout);
}
