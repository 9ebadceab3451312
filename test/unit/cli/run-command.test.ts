import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../src/cli/run-command.ts';
import { processEnvironment } from '../../../src/session/environment.ts';

interface Outcome {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

async function run(...args: readonly string[]): Promise<Outcome> {
  const output: string[] = [];
  const errors: string[] = [];
  const status = await runCommand(args, {
    write: (text) => void output.push(text),
    writeError: (text) => void errors.push(text),
    hasColors: false,
    environment: processEnvironment(),
  });
  return { status, output: output.join(''), errors: errors.join('') };
}

describe('the command line', () => {
  test.each([[['--help']], [['-h']]])('%j tells of all commands', async (args) => {
    const { status, output, errors } = await run(...args);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toMatch(/^usage: libvirt-rpc <command>/);
    expect(output).toMatch(/^ {2}doctor {2}\S/m);
  });

  test('without a word is not understood, and told what there is', async () => {
    const { status, output, errors } = await run();
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toMatch(/^usage: libvirt-rpc <command>/);
  });

  test.each([[['--version']], [['-V']], [['doctor', '--version']]])('%j tells the version', async (args) => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    expect(await run(...args)).toEqual({ status: 0, output: `${manifest.version}\n`, errors: '' });
  });

  test.each([[['doctor', '--help']], [['doctor', 'a', 'b', '-h']]])('%j tells of its options', async (args) => {
    const { status, output } = await run(...args);
    expect(status).toBe(0);
    expect(output).toMatch(/^usage: libvirt-rpc doctor \[uri\] \[options\]\n/);
    for (const option of ['--json', '-r, --read-only', '--timeout <seconds>', '-h, --help', '-V, --version']) {
      expect(output).toContain(option);
    }
  });

  test.each([
    [['doktor'], 'there is no command doktor; there is doctor (see libvirt-rpc --help)'],
    [['--doctor'], 'there is no option --doctor; there is --help, --version (see libvirt-rpc --help)'],
    [['doctor', '--jason'], 'doctor has no option --jason; it has --json, --read-only, --timeout, --help, --version'],
    [['doctor', '-x'], 'doctor has no option -x; it has --json, --read-only, --timeout, --help, --version'],
    [
      ['doctor', '--toString'],
      'doctor has no option --toString; it has --json, --read-only, --timeout, --help, --version',
    ],
    [['doctor', '--json=yes'], '--json takes no value'],
    [['doctor', '--timeout'], '--timeout needs a value: --timeout <seconds>'],
    [['doctor', '--timeout', '0'], '--timeout 0: it takes seconds, more than 0 and at most 2147483.647'],
    [['doctor', '--timeout', 'soon'], '--timeout soon: it takes seconds, more than 0 and at most 2147483.647'],
    [['doctor', '--timeout='], '--timeout : it takes seconds, more than 0 and at most 2147483.647'],
    [['doctor', 'a:///', 'b:///'], 'doctor does not know what to do with "b:///": libvirt-rpc doctor [uri] [options]'],
  ])('%j is not understood', async (args, message) => {
    expect(await run(...args)).toEqual({ status: 2, output: '', errors: `libvirt-rpc: ${message}\n` });
  });
});
