import { expect, test } from '@jest/globals';
import {
  domainAddIOThread,
  domainGetBlkioParameters,
  domainGetBlockIoTune,
  domainGetEmulatorPinInfo,
  domainGetInterfaceParameters,
  domainGetMemoryParameters,
  domainGetNumaParameters,
  domainGetPerfEvents,
  domainGetVcpuPinInfo,
  domainLookupByName,
  domainPinIOThread,
  domainPinVcpu,
  domainSetBlkioParameters,
  domainSetBlockIoTune,
  domainSetInterfaceParameters,
  domainSetIOThreadParams,
  domainSetMemoryParameters,
  domainSetNumaParameters,
  domainSetPerfEvents,
  domainSetSchedulerParameters,
  domainSetSchedulerParametersFlags,
} from '../../../src/generated/remote-procedures.ts';
import type { NonnullDomain, TypedParam } from '../../../src/generated/remote-types.ts';
import { describeBesideLibvirtd } from './beside.ts';
import { type Ask, askRaw } from './raw-client.ts';

/** All that is told to somebody who asks of the domain of the default host. */
function answers(socketPath: string, about: (ask: Ask, dom: NonnullDomain) => Promise<unknown>): Promise<unknown> {
  return askRaw(socketPath, 'writable', async (ask) => {
    const found = (await ask(domainLookupByName, { name: 'test' })) as { readonly dom: NonnullDomain };
    return about(ask, found.dom);
  });
}

const values: readonly TypedParam['value'][] = [
  { type: 1, value: -1 },
  { type: 2, value: 5 },
  { type: 3, value: 5n },
  { type: 4, value: 5n },
  { type: 5, value: 0.5 },
  { type: 6, value: 1 },
  { type: 7, value: '' },
];

/** The same name with values of all types, twice the same, among others, and too long to be kept. */
function variants(field: string, right: TypedParam['value']): TypedParam[][] {
  const good = { field, value: right };
  return [
    ...values.map((value) => [{ field, value }]),
    [good, good],
    [good, { field: 'zzz', value: right }],
    [{ field: 'aaa', value: right }, good],
    [{ field: field.toUpperCase(), value: right }],
    [{ field: '', value: right }],
    [{ field: 'x'.repeat(80), value: right }],
    [{ field: 'é'.repeat(40), value: right }],
  ];
}

const uint = { type: 2, value: 0 } as const;
const text = { type: 7, value: '' } as const;

async function settings(ask: Ask, dom: NonnullDomain): Promise<unknown> {
  const all: unknown[] = [];
  const flags = 0;
  const device = 'aa:bb:cc:dd:ee:ff';
  await ask(domainAddIOThread, { dom, iothread_id: 1, flags });
  const setters: readonly (readonly [set: (params: TypedParam[]) => Promise<unknown>, params: TypedParam[][]])[] = [
    [(params) => ask(domainSetBlkioParameters, { dom, params, flags }), variants('device_weight', text)],
    [(params) => ask(domainSetNumaParameters, { dom, params, flags }), variants('numa_mode', { type: 1, value: 0 })],
    [(params) => ask(domainSetInterfaceParameters, { dom, device, params, flags }), variants('inbound.peak', uint)],
    [
      (params) => ask(domainSetBlockIoTune, { dom, disk: 'vda', params, flags }),
      variants('size_iops_sec', { type: 4, value: 0n }),
    ],
    [(params) => ask(domainSetPerfEvents, { dom, params, flags }), variants('cmt', { type: 6, value: 0 })],
    [(params) => ask(domainSetSchedulerParameters, { dom, params }), variants('weight', uint)],
    [(params) => ask(domainSetSchedulerParametersFlags, { dom, params, flags }), variants('weight', uint)],
    [
      (params) => ask(domainSetMemoryParameters, { dom, params, flags }),
      variants('soft_limit', { type: 4, value: 0n }),
    ],
    [
      (params) => ask(domainSetIOThreadParams, { dom, iothread_id: 1, params, flags }),
      variants('poll_max_ns', { type: 4, value: 32_768n }),
    ],
  ];
  for (const [set, sets] of setters) {
    for (const params of sets) all.push(await set(params));
  }
  return all;
}

const stringOkay = 4;

async function lookings(ask: Ask, dom: NonnullDomain): Promise<unknown> {
  const all: unknown[] = [];
  for (const flags of [0, stringOkay, 8, 3]) {
    for (const nparams of [0, 1, 2, 5, 14, 15, 16, 17, 32, 33]) {
      all.push(await ask(domainGetBlkioParameters, { dom, nparams, flags }));
      all.push(await ask(domainGetNumaParameters, { dom, nparams, flags }));
      all.push(await ask(domainGetInterfaceParameters, { dom, device: 'testnet0', nparams, flags }));
      all.push(await ask(domainGetBlockIoTune, { dom, disk: 'vda', nparams, flags }));
      all.push(await ask(domainGetBlockIoTune, { dom, disk: null, nparams, flags }));
      all.push(await ask(domainGetMemoryParameters, { dom, nparams, flags }));
    }
    all.push(await ask(domainGetPerfEvents, { dom, flags }));
  }
  for (const maplen of [0, 1, 2, 3, 9]) {
    for (const ncpumaps of [0, 1, 2, 5, 16_385]) {
      all.push(await ask(domainGetVcpuPinInfo, { dom, ncpumaps, maplen, flags: 0 }));
    }
    all.push(await ask(domainGetEmulatorPinInfo, { dom, maplen, flags: 0 }));
    all.push(await ask(domainPinVcpu, { dom, vcpu: 0, cpumap: new Uint8Array(maplen) }));
    all.push(await ask(domainPinIOThread, { dom, iothreads_id: 77, cpumap: new Uint8Array(maplen).fill(1), flags: 0 }));
  }
  return all;
}

describeBesideLibvirtd('parameters that no client of libvirt would send', (_, peers) => {
  test.each([
    ['set', settings],
    ['asked for', lookings],
  ] as const)('are answered alike when they are %s', async (_what, ask) => {
    const [ours, theirs] = await Promise.all([answers(peers.ourSocket, ask), answers(peers.theirSocket, ask)]);
    expect(ours).toEqual(theirs);
  });
});
