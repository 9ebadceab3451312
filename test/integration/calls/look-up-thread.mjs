// A thread of its own, outside Jest and TypeScript: it uses the package as it was built.
import { parentPort, workerData } from 'node:worker_threads';
import { networkLookupByName } from 'libvirt-rpc/protocol';
import { openSession } from 'libvirt-rpc/session';

const { uri, thread, count } = workerData;
const session = await openSession(uri);
const names = Array.from({ length: count }, (_, number) => (number % 2 === 0 ? 'blue' : `missing-${thread}-${number}`));
const calls = names.map((name) => session.call(networkLookupByName, { name }));
const { inFlight } = session;
const outcomes = await Promise.allSettled(calls);
await session.close();
const found = outcomes.filter(({ value }, number) => value?.net.name === names[number]).length;
const errors = outcomes.flatMap(({ reason }, number) => {
  if (reason === undefined) return [];
  const { code, message, serial } = reason;
  return [{ name: names[number], code, message, serial, sent: inFlight[number].serial }];
});
parentPort.postMessage({ found, errors });
