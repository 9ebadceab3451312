import { expect, test } from '@jest/globals';
import { DomainStatsTypes } from '../../../../../src/generated/api-enums.ts';
import {
  connectGetAllDomainStats,
  domainAddIOThread,
  domainCreate,
  domainDelIOThread,
  domainGetIOThreadInfo,
  domainPinIOThread,
  domainSetIOThreadParams,
} from '../../../../../src/generated/remote-procedures.ts';
import { freshPolling } from '../../../../../src/test-driver/domain/thread-polling.ts';
import { uintParameter, ullongParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { served } from '../../memory-client.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

const flags = 0;
const user = "<devices><disk><driver iothread='2'/><source file='/a'/><target dev='vda'/></disk></devices>";

test('threads come, are bound, and go unless a disk needs them', async () => {
  const { client, dom } = await clientWith(`<vcpu>2</vcpu><iothreads>2</iothreads>${user}`);
  expect(await client.call(domainAddIOThread, { dom, iothread_id: 2, flags })).toMatch(
    /^8 .*already using iothread_id '2'/,
  );
  expect(await client.call(domainAddIOThread, { dom, iothread_id: 0, flags })).toMatch(/^8 .*invalid value of 0/);
  await client.get(domainAddIOThread, { dom, iothread_id: 9, flags });
  await client.get(domainPinIOThread, { dom, iothreads_id: 9, cpumap: Uint8Array.of(0, 2), flags });
  expect(await client.get(domainGetIOThreadInfo, { dom, flags })).toEqual({
    info: [
      { iothread_id: 1, cpumap: Uint8Array.of(3) },
      { iothread_id: 2, cpumap: Uint8Array.of(3) },
      { iothread_id: 9, cpumap: Uint8Array.of(0, 2) },
    ],
    ret: 3,
  });
  expect(await client.call(domainDelIOThread, { dom, iothread_id: 2, flags })).toMatch(
    /^8 .*being used by disk 'vda'$/,
  );
  await client.get(domainDelIOThread, { dom, iothread_id: 1, flags });
  expect(await client.part(dom, 'iothreadids')).toBe("<iothreadids><iothread id='2'/><iothread id='9'/></iothreadids>");
  await client.get(domainDelIOThread, { dom, iothread_id: 9, flags });
  expect(await client.part(dom, 'cputune')).toBe('');
});

test('how threads wait is set and told of those that were added', async () => {
  const { client, dom } = await clientWith('<iothreads>1</iothreads>');
  await client.get(domainCreate, { dom });
  const set = (iothread_id: number, params = [ullongParameter('poll_max_ns', 5n), uintParameter('poll_grow', 2)]) =>
    client.call(domainSetIOThreadParams, { dom, iothread_id, params, flags });
  expect(await set(1)).toBe('1 An error occurred, but the cause is unknown');
  expect(await set(4)).toMatch(/^8 .*cannot find IOThread '4' in iothreadids$/);
  await client.get(domainAddIOThread, { dom, iothread_id: 4, flags });
  expect(await set(4)).toBeUndefined();
  expect(await set(4, [uintParameter('poll', 1)])).toMatch(/^74 /);
  const { retStats } = await client.get(connectGetAllDomainStats, {
    doms: [dom],
    stats: DomainStatsTypes.IOTHREAD,
    flags,
  });
  expect(valuesOf(retStats[0] ?? '')).toEqual({
    'iothread.count': 1,
    'iothread.4.poll-max-ns': 5n,
    'iothread.4.poll-grow': 2,
    'iothread.4.poll-shrink': freshPolling(4).shrink,
  });
});

test('of the threads that a file names, it is known from the beginning', async () => {
  const thread = '<iothreads>1</iothreads>';
  const domain = `<domain type='test'><name>a</name><memory>1</memory><os><type>hvm</type></os>${thread}</domain>`;
  const client = served({ readFile: () => `<node>${domain}</node>` })();
  await client.open('test:///a.xml');
  const { retStats } = await client.get(connectGetAllDomainStats, {
    doms: [],
    stats: DomainStatsTypes.IOTHREAD,
    flags,
  });
  expect(valuesOf(retStats[0] ?? '')).toMatchObject({ 'iothread.count': 1, 'iothread.1.poll-max-ns': 32_768n });
});
