import { parseArgs } from 'node:util';
import { record } from './recorder.ts';

const usage = `usage: record --daemon SOCKET|HOST:PORT --output FILE [--listen SOCKET] -- COMMAND [ARGUMENT...]

Runs COMMAND and records every frame that its connections to a libvirt daemon carry.
The command finds the recorder, in place of the daemon, in the environment:
  RECORDER_SOCKET   a unix socket, when the daemon is one
  RECORDER_PORT     a port of 127.0.0.1, when the daemon is HOST:PORT
The exit status is the command's.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      daemon: { type: 'string' },
      output: { type: 'string' },
      listen: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  const [file, ...args] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.daemon === undefined || values.output === undefined || file === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const { daemon, output, listen } = values;
  return record({ daemon, output, listen, command: [file, ...args] });
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`record: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  },
);
