import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors/usage-error.ts';
import type { CommandIo, ExitStatus } from './command.ts';
import { columns, helpOf, parseCommandLine } from './command-line.ts';
import { commands } from './commands.ts';

/** What a command line of `libvirt-rpc` has around it. */
export interface ProgramIo extends CommandIo {
  readonly writeError: (text: string) => void;
}

/** Does what the words behind `libvirt-rpc` say. Resolves with the status that the program is to end with. */
export async function runCommand(args: readonly string[], io: ProgramIo): Promise<ExitStatus> {
  try {
    return await run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.writeError(`libvirt-rpc: ${error.message}\n`);
    return 2;
  }
}

async function run([first, ...rest]: readonly string[], io: ProgramIo): Promise<ExitStatus> {
  if (first === '--version' || first === '-V') return tellVersion(io);
  if (first === '--help' || first === '-h') {
    io.write(overview());
    return 0;
  }
  if (first === undefined) {
    io.writeError(overview());
    return 2;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const what = first.startsWith('-') ? 'option' : 'command';
    const there = what === 'option' ? ['--help', '--version'] : commands.map(({ name }) => name);
    throw new UsageError(`there is no ${what} ${first}; there is ${there.join(', ')} (see libvirt-rpc --help)`);
  }
  const parsed = parseCommandLine(command, rest);
  if (parsed.isGiven('help')) {
    io.write(helpOf(command));
    return 0;
  }
  if (parsed.isGiven('version')) return tellVersion(io);
  return command.run(parsed, io);
}

function overview(): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  const options = [
    ['-h, --help', 'tell what there is; behind a command, what that takes'],
    ['-V, --version', 'tell the version of this package'],
  ] as const;
  return `usage: libvirt-rpc <command> [arguments]\n\ncommands:\n${columns(rows)}\noptions:\n${columns(options)}`;
}

/** That of the package that this file is in. */
async function tellVersion({ write }: ProgramIo): Promise<ExitStatus> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  write(`${isManifest ? String(manifest.version) : 'unknown'}\n`);
  return 0;
}
