#!/usr/bin/env node
import { processEnvironment } from '../session/environment.ts';
import { runCommand } from './run-command.ts';

const { stdout, stderr, env } = process;
// Whoever reads no further, as head, has seen enough.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await runCommand(process.argv.slice(2), {
  write: (text) => void stdout.write(text),
  writeError: (text) => void stderr.write(text),
  hasColors: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  environment: processEnvironment(),
});
