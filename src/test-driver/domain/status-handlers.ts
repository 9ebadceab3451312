import { DomainMessageType } from '../../generated/api-enums.ts';
import {
  domainGetAutostart,
  domainGetHostname,
  domainGetInfo,
  domainGetMessages,
  domainGetOSType,
  domainGetSecurityLabel,
  domainGetSecurityLabelList,
  domainGetState,
  domainIsActive,
  domainIsPersistent,
  domainIsUpdated,
  domainSetAutostart,
} from '../../generated/remote-procedures.ts';
import { characters } from '../characters.ts';
import { checkFlags } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';

const messageFlags = DomainMessageType.DEPRECATION | DomainMessageType.TAINTING;

/** How domains do, and what the test driver says of all of them alike. */
export const domainStatusHandlers: readonly HandledProcedure[] = [
  handle(domainGetInfo, ({ domains }, { dom }) => {
    const { state, definition } = domains.referredBy(dom);
    const { maxMemory: maxMem, memory, vcpus } = definition;
    // A time that grows, as that of a guest would.
    return { state, maxMem, memory, nrVirtCpu: vcpus.current, cpuTime: BigInt(Date.now()) * 1_000_000n };
  }),
  handle(domainGetState, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainGetState', flags, 0);
    const { state, reason } = domains.referredBy(dom);
    return { state, reason };
  }),
  handle(domainIsActive, ({ domains }, { dom }) => ({ active: Number(domains.referredBy(dom).isActive) })),
  handle(domainIsPersistent, ({ domains }, { dom }) => ({ persistent: Number(domains.referredBy(dom).persistent) })),
  handle(domainIsUpdated, () => ({ updated: 0 })),
  handle(domainGetAutostart, ({ domains }, { dom }) => ({ autostart: Number(domains.referredBy(dom).autostart) })),
  handle(domainSetAutostart, ({ domains }, { dom, autostart }) => {
    domains.referredBy(dom).autostart = autostart !== 0;
  }),
  handle(domainGetOSType, () => ({ type: 'linux' })),
  handle(domainGetHostname, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainGetHostname', flags, 0);
    domains.referredBy(dom).checkActive();
    return { hostname: `${dom.name}host` };
  }),
  handle(domainGetSecurityLabel, ({ domains }, { dom }) => {
    const { isActive } = domains.referredBy(dom);
    return isActive ? { label: characters('libvirt-test'), enforcing: 1 } : { label: characters(''), enforcing: 0 };
  }),
  // The test driver has no list, and says nothing of why.
  handle(domainGetSecurityLabelList, () => ({ labels: [], ret: -1 })),
  handle(domainGetMessages, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainGetMessages', flags, messageFlags);
    domains.referredBy(dom);
    return { msgs: [] };
  }),
];
