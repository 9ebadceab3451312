import type { TransportError } from '../../errors/transport-error.ts';
import type { DoctorSteps } from './report.ts';

/** What shells end with where there is no such program. */
const noSuchProgram = 127;

/** What to change where SSH does not lead to the daemon. */
export function sshAdvice({ message, stderr, exitCode }: TransportError, { uri, ssh }: DoctorSteps): string[] {
  const said = `${message}\n${stderr ?? ''}`;
  const target = `${uri.user === undefined ? '' : `${uri.user}@`}${uri.host || 'localhost'}`;
  if (/HOST IDENTIFICATION HAS CHANGED|another one is known|is revoked/.test(said)) {
    return [
      'find out whether the host has a new key, or somebody answers in its place',
      `only then forget the old one: ssh-keygen -R ${knownName(uri)}`,
    ];
  }
  if (/Host key verification failed|host key of .* is not trusted/i.test(said)) {
    return [
      `compare the fingerprint with that of the host (ssh-keygen -l), then connect once by ssh ${target} to know it`,
      ...(ssh.client === 'built-in' ? ['or give ?known_hosts= the file that has it'] : []),
    ];
  }
  if (/Permission denied|did not let us in/.test(said)) {
    return [
      `let the host know a key of yours: ssh-copy-id ${target}; name it by ?keyfile= unless ssh finds it`,
      'look whether the agent has it: ssh-add -l',
    ];
  }
  if (exitCode === noSuchProgram || /not found/.test(said)) {
    return [
      'on the host, install virt-ssh-helper (it comes with its libvirt clients) or a netcat that knows -U (netcat-openbsd)',
      'or name what it has: ?proxy=netcat, ?proxy=native, ?netcat=',
    ];
  }
  if (/was printed where/.test(said))
    return ['on the host, let start files of the login shell print nothing to programs'];
  if (/-sock|No such file/.test(said)) return ['on the host, start the daemon, or name its socket by ?socket='];
  if (/Connection refused|ECONNREFUSED/.test(said)) return ['look whether sshd runs there, and at the port'];
  if (/ENOENT/.test(said)) return ['install ssh, or take a built-in client by +libssh or +libssh2'];
  return [`try it by hand: ssh ${target}`];
}

function knownName({ host, port }: DoctorSteps['uri']): string {
  return port === undefined || port === 22 ? host || 'localhost' : `'[${host}]:${port}'`;
}
