/*
 * npm run demo [-- URI]: the main job once through, on the embedded test hypervisor or on a hypervisor of yours.
 * There it starts and stops a domain of its own and touches no other.
 */
import { randomUUID } from 'node:crypto';
import { type Connection, connect, DomainState, LibvirtError, LibvirtRpcError } from 'libvirt-rpc';

const uri = process.argv[2] ?? 'test:///default';

try {
  await using connection = await connect(uri, { timeout: 30_000 });
  await introduce(connection);
  await startAndStop(connection);
  await failSideBySide(connection);
} catch (error) {
  if (!(error instanceof LibvirtRpcError)) throw error;
  console.error(`${error.name} ${error.code}: ${error.message}`);
  process.exitCode = 1;
}

async function introduce(connection: Connection): Promise<void> {
  const [type, version, hostname, node] = await Promise.all([
    connection.getType(),
    connection.getLibVersion(),
    connection.getHostname(),
    connection.getNodeInfo(),
  ]);
  console.log(
    `connected to ${connection.getURI()}: driver ${type}, libvirt ${formatVersion(version)}, host ${hostname}`,
  );
  console.log(`the host has ${node.cpus} CPUs (${node.model}) and ${node.memory / 1024n} MiB`);
  for (const domain of await connection.listAllDomains()) {
    const { state, memory, nrVirtCpu } = await domain.getInfo();
    console.log(`  ${domain.name}: ${nameOf(state)}, ${nrVirtCpu} virtual CPUs, ${memory / 1024n} MiB`);
  }
}

async function startAndStop(connection: Connection): Promise<void> {
  const domain = await connection.domainDefineXML(await describeDomain(connection));
  try {
    console.log(`defined ${domain.name}`);
    await domain.create();
    console.log(`started it under id ${domain.id}; it is ${nameOf((await domain.getState()).state)}`);
    await domain.suspend();
    console.log(`suspended it; it is ${nameOf((await domain.getState()).state)}`);
    await domain.resume();
    const xml = await domain.getXMLDesc();
    console.log(`its XML has ${xml.length} characters and begins:`);
    for (const line of xml.split('\n').slice(0, 4)) console.log(`  ${line}`);
    await domain.destroy();
    console.log(`stopped it; it is ${nameOf((await domain.getState()).state)}`);
  } finally {
    if (await domain.isActive()) await domain.destroy();
    await domain.undefine();
    console.log('took it away again');
  }
}

/** Both calls are on their way at once, and each gets the error that is its own. */
async function failSideBySide(connection: Connection): Promise<void> {
  const outcomes = await Promise.allSettled([
    connection.lookupDomainByName('no-such-domain'),
    connection.domainDefineXML('<domain><name>half a'),
  ]);
  console.log('two calls that fail side by side:');
  for (const outcome of outcomes) {
    if (outcome.status !== 'rejected' || !(outcome.reason instanceof LibvirtError))
      throw new Error('it should have failed');
    const { procedure, serial, code, message } = outcome.reason;
    console.log(`  ${procedure}, serial ${serial}: ${code}: ${message.trim().split('\n')[0]}`);
  }
}

/** The smallest domain that the hypervisor says it can run. */
async function describeDomain(connection: Connection): Promise<string> {
  const capabilities = await connection.getCapabilities();
  const [, guest = ''] = /<guest>([\s\S]*?)<\/guest>/.exec(capabilities) ?? [];
  const [, os = 'hvm'] = /<os_type>([^<]*)</.exec(guest) ?? [];
  const [, arch = 'x86_64'] = /<arch name=['"]([^'"]*)/.exec(guest) ?? [];
  const [, type = 'qemu'] = /<domain type=['"]([^'"]*)/.exec(guest) ?? [];
  return `<domain type='${type}'>
  <name>libvirt-rpc-demo-${randomUUID().slice(0, 8)}</name>
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type arch='${arch}'>${os}</type></os>
</domain>`;
}

function nameOf(state: DomainState): string {
  return Object.entries(DomainState).find(([, number]) => number === state)?.[0] ?? String(state);
}

function formatVersion(version: bigint): string {
  return `${version / 1_000_000n}.${(version / 1000n) % 1000n}.${version % 1000n}`;
}
