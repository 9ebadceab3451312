import { UsageError } from '../errors/usage-error.ts';
import { longestTimeout } from '../rpc/call-options.ts';
import type { Command } from './command.ts';
import { diagnose } from './doctor/diagnose.ts';
import { renderText } from './doctor/render-text.ts';
import { maskSecrets } from './doctor/secrets.ts';
import { terminalStyle } from './terminal-style.ts';

/** Whoever waits at a terminal takes no more of it. */
const defaultSeconds = 30;

export const doctor: Command = {
  name: 'doctor',
  summary: 'go through a connection step by step, and tell what fails and what to change',
  usage: '[uri] [options]',
  description:
    'Opens a connection as a program would, and tells of each step of it. Without a URI, it is the one that programs get:\n' +
    'that of LIBVIRT_DEFAULT_URI, or of uri_default in libvirt.conf, or the daemon that is there.\n' +
    'The exit status is 0 when nothing failed, 1 when something did, and 2 when the arguments are wrong.',
  mostWords: 1,
  options: {
    json: { type: 'boolean', description: 'print a report for programs' },
    'read-only': { type: 'boolean', short: 'r', description: 'open the connection only to look' },
    timeout: {
      type: 'string',
      value: 'seconds',
      description: `the longest that all may take; ${defaultSeconds} unless told`,
    },
  },
  async run(args, { write, hasColors, environment }) {
    const report = await diagnose(args.words[0], {
      timeout: readSeconds(args.valueOf('timeout')),
      readOnly: args.isGiven('read-only'),
      environment,
    });
    const mask = maskSecrets(report);
    if (args.isGiven('json')) {
      const replacer = (_key: string, value: unknown): unknown => (typeof value === 'string' ? mask(value) : value);
      write(`${JSON.stringify(report, replacer, 2)}\n`);
    } else write(mask(renderText(report, terminalStyle(hasColors))));
    return report.ok ? 0 : 1;
  },
};

function readSeconds(text: string | undefined): number {
  const milliseconds = text === undefined ? defaultSeconds * 1000 : Number(text) * 1000;
  if (text?.trim() === '' || !(milliseconds > 0 && milliseconds <= longestTimeout)) {
    throw new UsageError(`--timeout ${text}: it takes seconds, more than 0 and at most ${longestTimeout / 1000}`);
  }
  return milliseconds;
}
