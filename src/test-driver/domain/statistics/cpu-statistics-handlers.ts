import { ErrorDomain, TypedParameterFlags } from '../../../generated/api-enums.ts';
import { domainGetCPUStats } from '../../../generated/remote-procedures.ts';
import type { TypedParam } from '../../../generated/remote-types.ts';
import { checkFlags, invalidArgument } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { ullongParameter } from '../../typed-parameters.ts';
import { runningDomain } from '../running-domain.ts';

/** Every domain is said to have two CPUs that have done something, whatever its definition says. */
const cpus = 2;
const perCpu = 24_386_308_517n;

function totals(): TypedParam[] {
  return [
    ullongParameter('cpu_time', BigInt(cpus) * perCpu + 1n),
    ullongParameter('user_time', 5_540_000_000n),
    ullongParameter('system_time', 6_460_000_000n),
  ];
}

function ofCpu(cpu: number): TypedParam[] {
  const time = perCpu + BigInt(cpu);
  return [ullongParameter('cpu_time', time), ullongParameter('vcpu_time', time - 1_234_567_890n)];
}

/** How much the CPUs of domains have done. */
export const cpuStatisticsHandlers: readonly HandledProcedure[] = [
  handle(domainGetCPUStats, (host, { dom, nparams, start_cpu, ncpus, flags }) => {
    checkFlags('testDomainGetCPUStats', flags, TypedParameterFlags.STRING_OKAY);
    runningDomain(host, dom);
    if (start_cpu === -1) {
      const all = totals();
      if (nparams === 0) return { params: [], nparams: all.length };
      const params = all.slice(0, nparams);
      return { params, nparams: params.length };
    }
    if (start_cpu > cpus - 1) {
      const detail = `Starting CPU index ${start_cpu} exceeds domain's vcpu count ${cpus}`;
      throw invalidArgument(ErrorDomain.TEST, detail);
    }
    if (ncpus === 0) return { params: [], nparams: cpus };
    const most = ofCpu(0).length;
    if (nparams === 0) return { params: [], nparams: most };
    const asked = Array.from({ length: Math.min(ncpus, cpus - start_cpu) }, (_, at) => ofCpu(start_cpu + at));
    const shown = Math.min(nparams, most);
    return { params: asked.flatMap((params) => params.slice(0, shown)), nparams: shown };
  }),
];
