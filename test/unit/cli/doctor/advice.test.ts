import { expect, test } from '@jest/globals';
import { adviceFor } from '../../../../src/cli/doctor/advice.ts';
import type { DoctorStepName } from '../../../../src/cli/doctor/report.ts';
import { StepRecorder, type ToldStep } from '../../../../src/cli/doctor/step-recorder.ts';
import { AuthenticationError } from '../../../../src/errors/authentication-error.ts';
import { ConfigFileError } from '../../../../src/errors/config-file-error.ts';
import { TimeoutError } from '../../../../src/errors/timeout-error.ts';
import { TransportError } from '../../../../src/errors/transport-error.ts';
import { tickingClock } from './made-up-report.ts';

function advice(step: DoctorStepName, error: unknown, ...told: readonly ToldStep[]): string {
  const recorder = new StepRecorder(tickingClock());
  for (const each of told) recorder.tell(each);
  return adviceFor({ step, error, facts: recorder.facts }).join('; ');
}

const withCode = (code: string): Error => Object.assign(new Error(code), { code });
const noWay = (code: string): TransportError => new TransportError('no way', ['somewhere'], { cause: withCode(code) });

test.each([
  ['unix', 'ENOENT', /systemctl start libvirtd.socket/],
  ['unix', 'ECONNREFUSED', /nobody listens: start the daemon/],
  ['unix', 'EACCES', /member of the group.*--read-only/],
  ['tcp', 'ECONNREFUSED', /libvirtd-tcp.socket/],
  ['tls', 'ECONNREFUSED', /libvirtd-tls.socket/],
  ['libssh2', 'ECONNREFUSED', /sshd runs there/],
  ['tcp', 'EHOSTUNREACH', /routes and firewalls/],
  ['tcp', 'ENOTFOUND', /spelling of kvm1/],
])('%s met %s', (transport, code, expected) => {
  expect(advice('connect', noWay(code), { step: 'uri', transport, host: 'kvm1' })).toMatch(expected);
});

test('what several sockets met counts, too', () => {
  const both = new TransportError('no way', [], { cause: new AggregateError([noWay('ENOENT'), noWay('EACCES')]) });
  expect(advice('connect', both, { step: 'uri', transport: 'unix' })).toMatch(/member of the group/);
});

test.each([
  ['connect', /firewalls/],
  ['resolve', /name server/],
  ['ssh', /sshd hangs/],
  ['call', /does not answer/],
] as const)('%s took too long', (step, expected) => {
  expect(advice(step, new TimeoutError('opening', 100))).toMatch(expected);
});

test('a program that leads nowhere', () => {
  const error = new TimeoutError('opening', 100);
  expect(advice('ssh', error, { step: 'ssh', client: 'program', program: 'ssh' })).toMatch(/through ssh: .*no_tty=1/);
  expect(advice('connect', error, { step: 'connect', program: '/bin/way' })).toMatch(/through \/bin\/way/);
});

test('polkit and configuration files', () => {
  expect(advice('authentication', new AuthenticationError('polkit did not let us in', ['polkit']))).toMatch(
    /org\.libvirt\.unix\.manage/,
  );
  const file = '/etc/libvirt/libvirt.conf';
  expect(advice('uri', new ConfigFileError('wrong', { file, line: 1, column: 2 }))).toBe(`correct ${file}`);
});

test.each([
  ['Warning: REMOTE HOST IDENTIFICATION HAS CHANGED!', /ssh-keygen -R kvm1$/],
  ['Host key verification failed.', /ssh fred@kvm1 to know it/],
  ['fred@kvm1: Permission denied (publickey).', /ssh-copy-id fred@kvm1/],
  ['sh: 1: nc: not found', /install virt-ssh-helper/],
  ['nc: unix connect failed: No such file or directory', /start the daemon/],
  ['ssh: connect to host kvm1 port 22: Connection refused', /sshd runs there/],
  ['something else', /try it by hand: ssh fred@kvm1/],
])('ssh said: %s', (stderr, expected) => {
  const error = new TransportError('ssh ended', [], { exitCode: 255, stderr });
  expect(advice('ssh', error, { step: 'uri', transport: 'ssh', host: 'kvm1', user: 'fred' })).toMatch(expected);
});
