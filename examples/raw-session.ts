/*
 * The layer below the object classes: procedures of the protocol, with the fields that the protocol gives them. Bundlers
 * take only the procedures that are used.
 */
import { connectGetHostname, connectListAllDomains, domainGetInfo } from 'libvirt-rpc/protocol';
import { openSession } from 'libvirt-rpc/session';

await using session = await openSession(process.argv[2] ?? 'test:///default', { timeout: 10_000 });

const { hostname } = await session.call(connectGetHostname, undefined);
const { domains } = await session.call(connectListAllDomains, { need_results: 1, flags: 0 });
console.log(`${hostname} has ${domains.length} domains`);

for (const dom of domains) {
  const { state, memory } = await session.call(domainGetInfo, { dom }, { signal: AbortSignal.timeout(5000) });
  // UUIDs are bytes here, and memory is KiB.
  console.log(`${Buffer.from(dom.uuid).toString('hex')} ${dom.name}: state ${state}, ${memory / 1024n} MiB`);
}
