/*
 * A peer of the benchmark: libvirt-rpc with its objects, as in python3-libvirt.
 */
import { connect, type Domain } from 'libvirt-rpc';
import { measure, type Operation, readTask } from './measure.ts';

const task = readTask();
const connection = await connect(task.uri);
const domains = await connection.listAllDomains();

function domainOf(call: number): Domain {
  const domain = domains[call % domains.length];
  if (domain === undefined) throw new Error('the daemon has no domains');
  return domain;
}

const operations: Readonly<Record<string, Operation>> = {
  lookup: async (call) => (await connection.lookupDomainByName(domainOf(call).name)).name.length,
  info: async (call) => (await domainOf(call).getInfo()).nrVirtCpu,
  list: async () => (await connection.listAllDomains()).length,
  stats: async () => (await connection.getAllDomainStats()).length,
  xml: async (call) => (await domainOf(call).getXMLDesc()).length,
};

const operation = operations[task.operation];
if (operation === undefined) throw new Error(`no operation is called ${task.operation}`);
await measure(operation, task.calls, task.concurrency);
await connection.close();
