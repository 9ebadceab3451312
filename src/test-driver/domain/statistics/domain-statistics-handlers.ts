import {
  ConnectGetAllDomainStatsFlags,
  DomainStatsTypes,
  ErrorDomain,
  ErrorNumber,
  TypedParameterFlags,
} from '../../../generated/api-enums.ts';
import {
  connectGetAllDomainStats,
  domainGetControlInfo,
  domainGetLaunchSecurityInfo,
  domainMemoryStats,
} from '../../../generated/remote-procedures.ts';
import type { TypedParam } from '../../../generated/remote-types.ts';
import { allFlags } from '../../all-flags.ts';
import { checkFlags, fault } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { intParameter, uintParameter, ullongParameter } from '../../typed-parameters.ts';
import type { Domain } from '../domain.ts';
import { domainReference } from '../domain-reference.ts';
import { freshGuest } from '../guest/guest-state.ts';
import { passesListFlags } from '../list-handlers.ts';
import { runningDomain } from '../running-domain.ts';

const { STRING_OKAY } = TypedParameterFlags;
const { ENFORCE_STATS } = ConnectGetAllDomainStatsFlags;
const knownFlags = allFlags(ConnectGetAllDomainStatsFlags);
/** Those of them that choose among domains, which listing functions know as well. */
const choosing = 0xff;

function stateStatistics({ state, reason }: Domain): TypedParam[] {
  return [intParameter('state.state', state), intParameter('state.reason', reason)];
}

function threadStatistics({ isActive, polling }: Domain): TypedParam[] {
  if (!isActive || polling.length === 0) return [];
  const threads = polling.flatMap(({ thread, maximum, grow, shrink }) => [
    ullongParameter(`iothread.${thread}.poll-max-ns`, maximum),
    uintParameter(`iothread.${thread}.poll-grow`, grow),
    uintParameter(`iothread.${thread}.poll-shrink`, shrink),
  ]);
  return [uintParameter('iothread.count', polling.length), ...threads];
}

/** The groups of numbers that there are, by their flags. */
const groups: readonly (readonly [flag: number, statistics: (domain: Domain) => TypedParam[]])[] = [
  [DomainStatsTypes.STATE, stateStatistics],
  [DomainStatsTypes.IOTHREAD, threadStatistics],
];
const knownGroups = groups.reduce((all, [flag]) => all | flag, 0);

/** What a domain's monitor would be busy with, which depends on the guest's clock. */
function controlState(seconds: bigint): { readonly state: number; readonly details: number; readonly time: bigint } {
  if (seconds >= 1n && seconds < 10_000n) return { state: 1, details: 0, time: seconds };
  if (seconds >= 10_000n && seconds < 30_000n) return { state: 2, details: 0, time: seconds - 10_000n };
  if (seconds >= 30_000n && seconds < 60_000n) {
    const time = seconds - 30_000n;
    return { state: 3, details: Number(time % 4n), time };
  }
  return { state: 0, details: 0, time: 0n };
}

/** The numbers of a memory balloon by their tags, for one that holds `actual` KiB. */
function balloonStatistics({ definition }: Domain): readonly (readonly [tag: number, value: bigint])[] {
  const half = definition.memory / 2n;
  return [
    [6, definition.memory],
    [0, 0n],
    [1, 0n],
    [2, 0n],
    [3, 0n],
    [4, half],
    [5, definition.memory],
    [8, half],
    [9, freshGuest.seconds],
    [10, half / 4n],
    [11, 0n],
    [12, 0n],
    [7, half],
  ];
}

/** How domains do, in numbers. */
export const domainStatisticsHandlers: readonly HandledProcedure[] = [
  handle(connectGetAllDomainStats, ({ domains }, { doms, stats, flags }) => {
    checkFlags('testConnectGetAllDomainStats', flags, knownFlags);
    const unknown = (stats & ~knownGroups) >>> 0;
    if (unknown !== 0 && (flags & ENFORCE_STATS) !== 0) {
      const detail = `Stats types bits 0x${unknown.toString(16)} are not supported by this daemon`;
      throw fault(ErrorNumber.ERR_ARGUMENT_UNSUPPORTED, ErrorDomain.TEST, detail);
    }
    const asked = doms.length === 0 ? domains.all() : doms.map((dom) => domains.referredBy(dom));
    const shown = groups.filter(([flag]) => stats === 0 || (stats & flag) !== 0);
    const retStats = asked
      .filter((domain) => passesListFlags(domain, flags & choosing))
      .map((domain) => ({
        dom: domainReference(domain),
        params: shown.flatMap(([, statistics]) => statistics(domain)),
      }));
    return { retStats };
  }),
  handle(domainGetControlInfo, (host, { dom, flags }) => {
    checkFlags('testDomainGetControlInfo', flags, 0);
    const { time, ...info } = controlState(runningDomain(host, dom).guest.seconds);
    return { ...info, stateTime: time };
  }),
  handle(domainMemoryStats, (host, { dom, maxStats, flags }) => {
    if (maxStats === 0) return { stats: [] };
    checkFlags('testDomainMemoryStats', flags, 0);
    const domain = runningDomain(host, dom);
    if (!domain.definition.hasBalloon) return { stats: [] };
    const stats = balloonStatistics(domain).map(([tag, val]) => ({ tag, val }));
    return { stats: stats.slice(0, maxStats) };
  }),
  // Here, libvirt adds a flag of its own that its test driver then does not know.
  handle(domainGetLaunchSecurityInfo, (_, { flags }) => {
    checkFlags('testDomainGetLaunchSecurityInfo', flags | STRING_OKAY, 0);
    return { params: [] };
  }),
];
