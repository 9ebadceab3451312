/*
 * A peer of the benchmark: libvirt-rpc/session, procedures and plain values without objects, as in go-libvirt.
 */
import {
  connectGetAllDomainStats,
  connectListAllDomains,
  domainGetInfo,
  domainGetXMLDesc,
  domainLookupByName,
} from 'libvirt-rpc/protocol';
import { openSession } from 'libvirt-rpc/session';
import { measure, type Operation, readTask } from './measure.ts';

const task = readTask();
const session = await openSession(task.uri);
const all = { need_results: 1, flags: 0 };
const { domains } = await session.call(connectListAllDomains, all);

function domainOf(call: number): (typeof domains)[number] {
  const domain = domains[call % domains.length];
  if (domain === undefined) throw new Error('the daemon has no domains');
  return domain;
}

const operations: Readonly<Record<string, Operation>> = {
  lookup: async (call) => (await session.call(domainLookupByName, { name: domainOf(call).name })).dom.name.length,
  info: async (call) => (await session.call(domainGetInfo, { dom: domainOf(call) })).nrVirtCpu,
  list: async () => (await session.call(connectListAllDomains, all)).domains.length,
  stats: async () => (await session.call(connectGetAllDomainStats, { doms: [], stats: 0, flags: 0 })).retStats.length,
  xml: async (call) => (await session.call(domainGetXMLDesc, { dom: domainOf(call), flags: 0 })).xml.length,
};

const operation = operations[task.operation];
if (operation === undefined) throw new Error(`no operation is called ${task.operation}`);
await measure(operation, task.calls, task.concurrency);
await session.close();
