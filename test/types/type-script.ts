import { execFile } from 'node:child_process';
import { join } from 'node:path';

const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
const options = [
  ...['--noEmit', '--strict', '--skipLibCheck', '--pretty', 'false', '--types', 'node'],
  ...['--target', 'es2022', '--lib', 'es2023,dom,esnext.disposable', '--module', 'nodenext'],
];

/** What TypeScript has to say of one line. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  /** As `TS2322`. */
  readonly code: string;
}

/** Compiles files of a folder as a user would, strictly; resolves with the complaints, in order. */
export async function compile(folder: string, files: readonly string[]): Promise<Complaint[]> {
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [compiler, ...options, ...files], { cwd: folder }, (_, stdout) => resolve(stdout));
  });
  const lines = output.split('\n').filter((line) => /^\S/.test(line));
  return lines.map((line) => {
    const [, file, at, code] = /^(.+?)\((\d+),\d+\): error (TS\d+): /.exec(line) ?? [];
    if (file === undefined || code === undefined) throw new Error(`TypeScript says ${line}`);
    return { file, line: Number(at), code };
  });
}

/** The compiler and its arguments, to be started by another program. */
export function compilerCommand(files: readonly string[]): readonly string[] {
  return [process.execPath, compiler, ...options, ...files];
}
