import type { TerminalStyle } from '../terminal-style.ts';
import { factLines, milliseconds } from './fact-lines.ts';
import { notReached } from './make-report.ts';
import { type DoctorReport, type DoctorStatus, type DoctorStepName, stepOrder } from './report.ts';

const titles: Readonly<Record<DoctorStepName, string>> = {
  uri: 'URI',
  certificates: 'certificates',
  resolve: 'resolve',
  connect: 'connect',
  tls: 'TLS',
  verdict: 'verdict',
  ssh: 'SSH',
  authentication: 'authentication',
  sasl: 'SASL',
  open: 'open',
  call: 'first call',
  daemon: 'daemon',
  hypervisor: 'hypervisor',
  features: 'features',
  keepalive: 'keepalive',
  limits: 'limits',
  close: 'close',
};

const statusWidth = Math.max(...['ok', 'warning', 'failed', 'skipped'].map(({ length }) => length));
const titleWidth = Math.max(...Object.values(titles).map(({ length }) => length));
const labelWidth = 14;

/** A report for humans: a line for each step, and what is known of it below. */
export function renderText(report: DoctorReport, style: TerminalStyle): string {
  const paint: Readonly<Record<DoctorStatus, (text: string) => string>> = {
    ok: style.green,
    warning: style.yellow,
    failed: style.red,
    skipped: style.dim,
  };
  const lines: string[] = [];
  const below = (label: string, text: string): void => {
    // What programs have said may have lines of its own.
    const [first = '', ...rest] = text.split('\n');
    const indent = ' '.repeat(statusWidth + 2);
    lines.push(`${indent}${style.dim(label.padEnd(labelWidth))}${first}`);
    for (const each of rest) lines.push(`${indent}${' '.repeat(labelWidth)}${each}`);
  };
  for (const name of stepOrder) {
    const step = report.steps[name];
    if (step === undefined || step.problem === notReached) continue;
    const { status, elapsed, problem, code, warnings, advice } = step;
    const time = elapsed === null ? '' : milliseconds(elapsed).padStart(9);
    const why = status === 'skipped' && problem !== null ? `  ${problem}` : '';
    const head = `${paint[status](status.padEnd(statusWidth))}  ${style.bold(titles[name].padEnd(titleWidth))}`;
    lines.push(`${head}${time}${why}`.trimEnd());
    for (const [label, text] of factLines(name, report)) below(label, text);
    for (const warning of warnings) below('warning', warning);
    if (status !== 'failed') continue;
    below(
      'problem',
      `${problem}${code === null || problem?.includes(code) || code.startsWith('ERR_LIBVIRT_') ? '' : ` (${code})`}`,
    );
    for (const each of advice) below('to change', each);
  }
  const behind = stepOrder.filter((name) => report.steps[name]?.problem === notReached).map((name) => titles[name]);
  if (behind.length > 0)
    lines.push(`${paint.skipped('skipped'.padEnd(statusWidth))}  ${behind.join(', ')}: ${notReached}`);
  return `${lines.join('\n')}\n\n${summary(report, style)}\n`;
}

function summary({ ok, elapsed, steps }: DoctorReport, style: TerminalStyle): string {
  const time = milliseconds(elapsed);
  const failed = stepOrder.find((name) => steps[name]?.status === 'failed');
  if (!ok) return style.red(`Failed at ${failed === undefined ? 'an unknown step' : titles[failed]}, after ${time}.`);
  const count = stepOrder.reduce((sum, name) => sum + (steps[name]?.warnings.length ?? 0), 0);
  const warnings = count === 0 ? '' : `, with ${count === 1 ? 'a warning' : `${count} warnings`}`;
  return style.green(`The connection works${warnings}; ${time}.`);
}
