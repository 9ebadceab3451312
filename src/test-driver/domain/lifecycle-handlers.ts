import {
  DomainCreateFlags,
  DomainDestroyFlagsValues,
  DomainEventResumedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainPausedReason,
  DomainRebootFlagValues,
  DomainRunningReason,
  DomainShutoffReason,
  DomainState,
  ErrorDomain,
} from '../../generated/api-enums.ts';
import {
  domainCreate,
  domainCreateWithFlags,
  domainCreateXML,
  domainDestroy,
  domainDestroyFlags,
  domainReboot,
  domainReset,
  domainResume,
  domainShutdown,
  domainShutdownFlags,
  domainSuspend,
} from '../../generated/remote-procedures.ts';
import type { NonnullDomain } from '../../generated/remote-types.ts';
import { allFlags } from '../all-flags.ts';
import { checkFlags, type Fault, internalFault } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { parseDomain } from './definition/parse-domain.ts';
import type { Domain } from './domain.ts';
import { domainReference } from './domain-reference.ts';

const rebootFlags = allFlags(DomainRebootFlagValues);

function internalError(detail: string): Fault {
  return internalFault(ErrorDomain.TEST, detail);
}

function start({ domains }: Host, dom: NonnullDomain, flags: number): Domain {
  checkFlags('testDomainCreateWithFlags', flags, 0);
  const domain = domains.referredBy(dom);
  if (domain.state !== DomainState.SHUTOFF) throw internalError(`Domain '${dom.name}' is already running`);
  domains.start(domain);
  return domain;
}

function destroy({ domains }: Host, dom: NonnullDomain, flags: number): void {
  checkFlags('testDomainDestroyFlags', flags, DomainDestroyFlagsValues.GRACEFUL);
  const domain = domains.referredBy(dom);
  domain.checkActive();
  domains.stop(domain, DomainShutoffReason.DESTROYED);
}

/** A guest that ends by itself goes on as its definition says. */
function end({ domains }: Host, domain: Domain, event: 'poweroff' | 'reboot'): void {
  if (domain.definition.actionOn(event).includes('restart')) {
    domain.setState(DomainState.RUNNING, DomainRunningReason.BOOTED);
  } else domains.stop(domain, DomainShutoffReason.SHUTDOWN);
}

function shutDown(host: Host, dom: NonnullDomain, flags: number): void {
  checkFlags('testDomainShutdownFlags', flags, 0);
  const domain = host.domains.referredBy(dom);
  if (domain.state === DomainState.SHUTOFF) throw internalError(`domain '${dom.name}' not running`);
  end(host, domain, 'poweroff');
}

/** What makes domains run, wait and stop. */
export const domainLifecycleHandlers: readonly HandledProcedure[] = [
  handle(domainCreateXML, ({ domains }, { xml_desc, flags }) => {
    checkFlags('testDomainCreateXML', flags, DomainCreateFlags.START_VALIDATE);
    return { dom: domainReference(domains.create(parseDomain(xml_desc))) };
  }),
  handle(domainCreate, (host, { dom }) => {
    start(host, dom, 0);
  }),
  handle(domainCreateWithFlags, (host, { dom, flags }) => ({ dom: domainReference(start(host, dom, flags)) })),
  handle(domainSuspend, ({ domains }, { dom }) => {
    const domain = domains.referredBy(dom);
    if (domain.state === DomainState.SHUTOFF || domain.state === DomainState.PAUSED) {
      throw internalError(`domain '${dom.name}' not running`);
    }
    domain.setState(DomainState.PAUSED, DomainPausedReason.USER);
    domains.tell(domain, DomainEventType.SUSPENDED, DomainEventSuspendedDetailType.PAUSED);
  }),
  handle(domainResume, ({ domains }, { dom }) => {
    const domain = domains.referredBy(dom);
    if (domain.state !== DomainState.PAUSED) throw internalError(`domain '${dom.name}' not paused`);
    domain.setState(DomainState.RUNNING, DomainRunningReason.UNPAUSED);
    domains.tell(domain, DomainEventType.RESUMED, DomainEventResumedDetailType.UNPAUSED);
  }),
  handle(domainShutdown, (host, { dom }) => shutDown(host, dom, 0)),
  handle(domainShutdownFlags, (host, { dom, flags }) => shutDown(host, dom, flags)),
  handle(domainReboot, (host, { dom, flags }) => {
    checkFlags('testDomainReboot', flags, rebootFlags);
    const domain = host.domains.referredBy(dom);
    domain.checkActive();
    end(host, domain, 'reboot');
  }),
  handle(domainReset, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainReset', flags, 0);
    domains.referredBy(dom).checkActive();
  }),
  handle(domainDestroy, (host, { dom }) => destroy(host, dom, 0)),
  handle(domainDestroyFlags, (host, { dom, flags }) => destroy(host, dom, flags)),
];
