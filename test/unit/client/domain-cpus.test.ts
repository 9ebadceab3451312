import { describe, expect, test } from '@jest/globals';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import { DomainModificationImpact } from '../../../src/generated/api-enums.ts';
import type { TypedParam } from '../../../src/generated/remote-types.ts';
import { type Answer, type AnswerArgs, domainWith, noSupport, text, ullong } from './domain-with.ts';

const cpuCount = (cpus: number): Record<string, Answer> => ({
  nodeGetCPUMap: () => ({ cpumap: new Uint8Array(0), online: cpus, ret: cpus }),
});

describe('CPUs of a domain', () => {
  test('are told with maps as long as the host has CPUs', async () => {
    const { domain, calls } = domainWith({
      ...cpuCount(12),
      domainGetInfo: () => ({ state: 1, maxMem: 0n, memory: 0n, nrVirtCpu: 2, cpuTime: 0n }),
      domainGetVcpus: () => ({
        info: [
          { number: 0, state: 1, cpu_time: 5n, cpu: 9 },
          { number: 1, state: 0, cpu_time: 0n, cpu: -1 },
        ],
        cpumaps: Uint8Array.of(0xff, 0x0f, 0, 0b10),
      }),
    });
    expect(await domain.getVcpus()).toEqual([
      { number: 0, state: 1, cpuTime: 5n, cpu: 9, cpuMap: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      { number: 1, state: 0, cpuTime: 0n, cpu: -1, cpuMap: [9] },
    ]);
    expect(calls).toContainEqual(['domainGetVcpus', { maxinfo: 2, maplen: 2 }]);
  });

  test('are counted by the hardware of the host where there is no map of it', async () => {
    const node = { memory: 0n, cpus: 4, mhz: 0, nodes: 1, sockets: 2, cores: 8, threads: 2 };
    const { domain, calls } = domainWith({
      nodeGetCPUMap: () => noSupport,
      nodeGetInfo: () => ({ model: new Uint8Array(32), ...node }),
      domainGetEmulatorPinInfo: () => ({ cpumaps: Uint8Array.of(0, 0, 0, 0x80), ret: 1 }),
    });
    expect(await domain.getEmulatorPinInfo()).toEqual([31]);
    expect(calls).toContainEqual(['domainGetEmulatorPinInfo', { maplen: 4, flags: 0 }]);
  });

  test('are pinned, those too that it has not got at the moment', async () => {
    const { domain, calls } = domainWith({
      ...cpuCount(8),
      domainGetVcpusFlags: () => ({ num: 3 }),
      domainGetVcpuPinInfo: () => ({ cpumaps: Uint8Array.of(1, 2, 4), num: 3 }),
    });
    expect(await domain.getVcpuPinInfo({ flags: DomainModificationImpact.CONFIG })).toEqual([[0], [1], [2]]);
    expect(calls).toContainEqual(['domainGetVcpusFlags', { flags: 6 }]);
    expect(calls).toContainEqual(['domainGetVcpuPinInfo', { ncpumaps: 3, maplen: 1, flags: 2 }]);
  });

  test('of the guest are numbers', async () => {
    const { domain } = domainWith({
      domainGetGuestVcpus: () => ({ params: [text('vcpus', '0-3'), text('online', '0,2'), text('offlinable', '')] }),
    });
    expect(await domain.getGuestVcpus()).toEqual({ vcpus: [0, 1, 2, 3], online: [0, 2], offlinable: [] });
    const { domain: odd } = domainWith({ domainGetGuestVcpus: () => ({ params: [text('vcpus', 'all')] }) });
    await expect(odd.getGuestVcpus()).rejects.toThrow(ProtocolError);
  });
});

describe('CPU time', () => {
  const times = (cpu: number): TypedParam[] => [ullong('cpu_time', BigInt(cpu)), ullong('vcpu_time', BigInt(cpu * 2))];
  const perCpu = (cpus: number) => ({
    domainGetCPUStats: ({ nparams, start_cpu, ncpus }: AnswerArgs) => {
      if (nparams === 0) return { params: [], nparams: ncpus === 0 ? cpus : 2 };
      return { params: Array.from({ length: ncpus }, (_, at) => times(start_cpu + at)).flat(), nparams: 2 };
    },
  });

  test('of all is one record', async () => {
    const { domain, calls } = domainWith({
      domainGetCPUStats: ({ nparams }: AnswerArgs) =>
        nparams === 0 ? { params: [], nparams: 2 } : { params: [ullong('cpu_time', 9n)], nparams: 1 },
    });
    expect(await domain.getTotalCPUStats()).toEqual({ cpu_time: 9n });
    expect(calls).toEqual([
      ['domainGetCPUStats', { nparams: 0, start_cpu: -1, ncpus: 1, flags: 4 }],
      ['domainGetCPUStats', { nparams: 2, start_cpu: -1, ncpus: 1, flags: 4 }],
    ]);
  });

  test('of each is told for 128 at a time, which is all that the daemon takes', async () => {
    const { domain, calls } = domainWith(perCpu(300));
    const stats = await domain.getCPUStats();
    expect(stats).toEqual(
      Array.from({ length: 300 }, (_, cpu) => ({ cpu_time: BigInt(cpu), vcpu_time: BigInt(cpu * 2) })),
    );
    expect(calls.slice(2)).toEqual(
      [
        [0, 128],
        [128, 128],
        [256, 44],
      ].map(([start_cpu, ncpus]) => ['domainGetCPUStats', { nparams: 2, start_cpu, ncpus, flags: 4 }]),
    );
  });

  test('of some is told from one on, and never beyond the last', async () => {
    const { domain } = domainWith(perCpu(8));
    const first = async (options: { startCpu?: number; ncpus?: number }) =>
      (await domain.getCPUStats(options)).map(({ cpu_time }) => Number(cpu_time));
    expect(await first({ startCpu: 6 })).toEqual([6, 7]);
    expect(await first({ startCpu: 2, ncpus: 3 })).toEqual([2, 3, 4]);
    expect(await first({ startCpu: 7, ncpus: 5 })).toEqual([7]);
    expect(await first({ startCpu: 8 })).toEqual([]);
  });

  test('may end before the last CPU, but not within one', async () => {
    const answer = (length: number) => ({
      domainGetCPUStats: ({ nparams, ncpus }: AnswerArgs) =>
        nparams === 0
          ? { params: [], nparams: ncpus === 0 ? 4 : 2 }
          : { params: times(1).concat(times(2)).slice(0, length), nparams: 2 },
    });
    expect(await domainWith(answer(4)).domain.getCPUStats()).toHaveLength(2);
    await expect(domainWith(answer(3)).domain.getCPUStats()).rejects.toThrow(ProtocolError);
  });
});
