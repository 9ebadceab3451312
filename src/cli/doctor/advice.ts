import { AuthenticationError } from '../../errors/authentication-error.ts';
import { ConfigFileError } from '../../errors/config-file-error.ts';
import { ConnectionError } from '../../errors/connection-error.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { ProtocolError } from '../../errors/protocol-error.ts';
import { TimeoutError } from '../../errors/timeout-error.ts';
import { TransportError } from '../../errors/transport-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { errorCode } from '../../transport/error-reason.ts';
import type { DoctorStepName, DoctorSteps } from './report.ts';
import { sshAdvice } from './ssh-advice.ts';

/** A failure, and all that was seen before. */
export interface Failure {
  readonly step: DoctorStepName;
  readonly error: unknown;
  readonly facts: DoctorSteps;
}

/** What to change, the likeliest to help first; empty where the message of the error says it all. */
export function adviceFor(failure: Failure): string[] {
  const { step, error, facts } = failure;
  if (error instanceof ConfigFileError) return [`correct ${error.file}`];
  if (error instanceof TimeoutError) return timeoutAdvice(step, facts);
  if (error instanceof TransportError) {
    return step === 'ssh' ? sshAdvice(error, facts) : networkAdvice(step, deepestCodes(error), facts);
  }
  if (error instanceof AuthenticationError) return authenticationAdvice(step, error, facts);
  if (error instanceof ConnectionError) return lostAdvice(step, error, facts);
  if (error instanceof LibvirtError) return openAdvice(error);
  if (error instanceof UsageError) return usageAdvice(step);
  return [];
}

/** The codes of the error, of what caused it, and of all of what caused it where that is several. */
export function deepestCodes(error: unknown): Set<string> {
  const codes = new Set<string>();
  const seen = new Set<unknown>();
  const look = (each: unknown): void => {
    if (typeof each !== 'object' || each === null || seen.has(each)) return;
    seen.add(each);
    codes.add(errorCode(each));
    if ('cause' in each) look(each.cause);
    if ('errors' in each && Array.isArray(each.errors)) each.errors.forEach(look);
  };
  look(error);
  return codes;
}

function timeoutAdvice(step: DoctorStepName, { connect, ssh }: DoctorSteps): string[] {
  const program = step === 'ssh' ? ssh.program : step === 'connect' ? connect.program : undefined;
  if (program !== undefined) {
    return [
      `nothing has come through ${program}: look whether it waits for an answer that nobody gives, as a passphrase (for ssh, no_tty=1 lets it fail instead)`,
      'look whether the host can be reached, and whether the daemon there hangs',
    ];
  }
  switch (step) {
    case 'resolve':
      return ['look whether the name server answers'];
    case 'connect':
      return ['nothing answers, not even with a refusal: look at firewalls on the way, and whether the machine runs'];
    case 'certificates':
      return ['a file does not come: look whether one is a pipe, or on a file server that is gone'];
    case 'ssh':
      return ['the host takes the connection and does not go on: look whether its sshd hangs'];
    default:
      return [
        'the daemon takes the connection and does not answer: look whether its process is stopped or hangs, and at its log',
        'give it more time by --timeout',
      ];
  }
}

function networkAdvice(step: DoctorStepName, codes: ReadonlySet<string>, { uri }: DoctorSteps): string[] {
  const has = (...some: readonly string[]): boolean => some.some((code) => codes.has(code));
  const { transport, host } = uri;
  if (has('ENOTFOUND', 'EAI_AGAIN')) return [`look at the spelling of ${host || 'the host'} and at the name server`];
  if (step === 'tls') {
    return ['look whether the port is the one for TLS, 16514 unless configured', 'compare tls_priority on both sides'];
  }
  if (has('EACCES', 'EPERM')) {
    return [
      'run as root, or as a member of the group that owns the socket (libvirt, as a rule)',
      'or only look, by --read-only',
    ];
  }
  if (transport === 'unix' && has('ENOENT')) {
    return [
      'start the daemon: systemctl start libvirtd.socket, or virtqemud.socket and its like where daemons are modular',
      'or name the socket by ?socket=, or another daemon by ?mode=legacy or ?mode=direct',
    ];
  }
  if (has('ECONNREFUSED')) {
    if (transport === 'unix') return ['the socket is there and nobody listens: start the daemon'];
    const socket = transport === 'tls' ? 'libvirtd-tls.socket' : 'libvirtd-tcp.socket';
    if (transport === 'tcp' || transport === 'tls') {
      return [`let the daemon listen: systemctl start ${socket} (or virtproxyd's), and look at the port`];
    }
    return ['look whether sshd runs there, and at the port'];
  }
  if (has('EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT')) return ['look at routes and firewalls on the way'];
  return [];
}

/** The connection ended while an answer was waited for. */
function lostAdvice(step: DoctorStepName, error: ConnectionError, { uri }: DoctorSteps): string[] {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ProtocolError) {
      return ["what answers there does not speak libvirt's protocol: look at the port, or at the socket"];
    }
  }
  const byTls = uri.transport === 'tcp' ? ', or wants TLS at this port' : '';
  return step === 'authentication'
    ? [
        `it hangs up at once: perhaps it has as many clients as it takes (max_clients)${byTls}`,
        "look at the daemon's log",
      ]
    : ["look at the daemon's log, and whether it has ended or was started again"];
}

const tlsAdvice: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "renew the server's certificate; look at the clocks of both machines, too",
  CERT_NOT_YET_VALID: "look at the clocks of both machines, or wait until the server's certificate is valid",
  ERR_TLS_CERT_ALTNAME_INVALID:
    'use one of the names that the certificate is for, or issue it with this one among its subjectAltNames',
  CERT_REVOKED: 'give the server another certificate: this one must not be trusted any more',
  INVALID_PURPOSE: 'issue the certificate of the server for TLS servers (serverAuth)',
};

function authenticationAdvice(step: DoctorStepName, error: AuthenticationError, facts: DoctorSteps): string[] {
  switch (step) {
    case 'tls': {
      const known = [...deepestCodes(error)].flatMap((code) => tlsAdvice[code] ?? []);
      if (known.length > 0) return known;
      if (error.message.includes('refused us')) return verdictAdvice(facts);
      return [
        `put the authority that issued the server's certificate into ${facts.certificates.source ?? 'cacert.pem'}`,
      ];
    }
    case 'verdict':
      return verdictAdvice(facts);
    case 'sasl':
      return [
        'look at the name and the password, in auth.conf (see LIBVIRT_AUTH_FILE and ?authfile=)',
        'on the host, sasldblistusers2 lists the accounts of libvirt, and saslpasswd2 -a libvirt changes one',
      ];
    default:
      return error.offered.includes('polkit')
        ? ['run as root, or let polkit allow org.libvirt.unix.manage to this user', 'or only look, by --read-only']
        : ['take auth= out of the URI, or let it name one of the ways that the daemon offers'];
  }
}

function verdictAdvice({ certificates }: DoctorSteps): string[] {
  return certificates.own === undefined
    ? [`give this client a certificate: ${certificates.shown ?? 'clientcert.pem and clientkey.pem'}`]
    : [
        "on the host, look at the daemon's log: it tells why it refused us",
        "let the daemon's ca_file have the issuer of our certificate, and its tls_allowed_dn_list our name",
      ];
}

function openAdvice({ code }: LibvirtError): string[] {
  switch (code) {
    case 'VIR_ERR_NO_CONNECT':
    case 'VIR_ERR_CONFIG_UNSUPPORTED':
      return ['look whether the daemon has the driver that the URI names: install it, or ask a daemon that has it'];
    case 'VIR_ERR_NO_DOMAIN':
      return [];
    default:
      return ["look at the daemon's log"];
  }
}

function usageAdvice(step: DoctorStepName): string[] {
  if (step === 'certificates') return ['correct the files, or name the directory that has them by ?pkipath='];
  if (step === 'uri') return ['correct the URI: driver[+transport]://[user@][host][:port]/path[?parameters]'];
  return [];
}
