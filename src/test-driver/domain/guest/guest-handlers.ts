import {
  DomainProcessSignal,
  DomainSetTimeFlags,
  DomainSetUserPasswordFlags,
  DomainState,
  ErrorDomain,
  KeycodeSet,
} from '../../../generated/api-enums.ts';
import {
  domainGetTime,
  domainInjectNMI,
  domainSendKey,
  domainSendProcessSignal,
  domainSetTime,
  domainSetUserPassword,
} from '../../../generated/remote-procedures.ts';
import { mustNotBeNull, mustNotBeZero } from '../../arguments.ts';
import { badArgument, checkFlags, invalidArgument, invalidOperation } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { runningDomain } from '../running-domain.ts';

const keycodeSets: readonly number[] = Object.values(KeycodeSet);
const lastSignal = Math.max(...Object.values(DomainProcessSignal));

/** What can be asked of a guest, and done to it. */
export const guestHandlers: readonly HandledProcedure[] = [
  handle(domainGetTime, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainGetTime', flags, 0);
    const { state, guest } = domains.referredBy(dom);
    if (state !== DomainState.RUNNING) throw invalidOperation(ErrorDomain.TEST, 'domain is not running');
    return { seconds: guest.seconds, nseconds: guest.nseconds };
  }),
  handle(domainSetTime, (host, { dom, seconds, nseconds, flags }) => {
    checkFlags('testDomainSetTime', flags, DomainSetTimeFlags.SYNC);
    const domain = runningDomain(host, dom);
    domain.guest = { ...domain.guest, seconds, nseconds };
  }),
  handle(domainSendKey, (host, { dom, codeset, keycodes, flags }) => {
    if (keycodes.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSendKey', 'keycodes');
    if (!keycodeSets.includes(codeset)) {
      throw badArgument(ErrorDomain.DOMAIN, 'virDomainSendKey', 'codeset', `Unsupported codeset '${codeset}'`);
    }
    checkFlags('testDomainSendKey', flags, 0);
    runningDomain(host, dom);
  }),
  handle(domainSendProcessSignal, (host, { dom, pid_value, signum, flags }) => {
    if (pid_value === 0n) throw mustNotBeZero(ErrorDomain.DOMAIN, 'virDomainSendProcessSignal', 'pid_value');
    checkFlags('testDomainSendProcessSignal', flags, 0);
    const invalid = (detail: string): Error => invalidArgument(ErrorDomain.TEST, detail);
    if (pid_value !== 1n) throw invalid('only sending a signal to pid 1 is supported');
    if (signum > lastSignal) throw invalid(`signum value ${signum} is out of range`);
    host.domains.referredBy(dom);
  }),
  handle(domainInjectNMI, (host, { dom, flags }) => {
    checkFlags('testDomainInjectNMI', flags, 0);
    runningDomain(host, dom);
  }),
  handle(domainSetUserPassword, (host, { dom, user, password, flags }) => {
    if (user === null) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetUserPassword', 'user');
    if (password === null) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetUserPassword', 'password');
    checkFlags('testDomainSetUserPassword', flags, DomainSetUserPasswordFlags.ENCRYPTED);
    runningDomain(host, dom);
  }),
];
