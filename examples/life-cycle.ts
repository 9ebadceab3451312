/*
 * A domain from its definition to its end. Run with a URI to do it on a hypervisor of yours, whose kind of domain then
 * has to stand in the XML.
 */
import { connect, DomainState } from 'libvirt-rpc';

const xml = `
  <domain type='test'>
    <name>example</name>
    <memory unit='MiB'>64</memory>
    <vcpu>1</vcpu>
    <os><type>hvm</type></os>
  </domain>`;

await using connection = await connect(process.argv[2] ?? 'test:///default', { timeout: 10_000 });

const domain = await connection.domainDefineXML(xml);
try {
  await domain.create();
  console.log(`${domain.name} runs under id ${domain.id}`);

  await domain.suspend();
  const { state } = await domain.getState();
  console.log(state === DomainState.PAUSED ? 'it is paused' : `it is in state ${state}`);
  await domain.resume();

  await domain.setAutostart(true);
  console.log(`it starts with the host: ${await domain.getAutostart()}`);

  await domain.destroy();
  console.log(`it runs: ${await domain.isActive()}`);
} finally {
  await domain.undefine();
}
