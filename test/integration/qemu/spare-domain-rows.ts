import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import type { DomainCheckpoint } from '../../../src/client/domain-checkpoint.ts';
import type { DomainSnapshot } from '../../../src/client/domain-snapshot.ts';
import {
  DomainCoreDumpFlags,
  DomainCoreDumpFormat,
  DomainCreateFlags,
  DomainSnapshotListFlags,
  NodeSuspendTarget,
} from '../../../src/generated/api-enums.ts';
import { guestXml } from '../../support/qemu-lab/guest-xml.ts';
import { row } from '../client/comparison.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, creationTime, type Rule } from '../oracle/rules.ts';
import { images } from './guest.ts';
import { sameDomain } from './qemu-rules.ts';

const xml = guestXml({
  name: 'spare',
  uuid: 'a1a1a1a1-0000-4000-8000-000000000008',
  memory: 32,
  devices: `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${images}/spare.qcow2'/><target dev='vda' bus='virtio'/></disk>`,
});
const config = { rawFlags: 2 };

const ofDomain =
  (name: string) =>
  (python: string, call: (domain: Domain) => unknown, rule?: Rule): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupDomainByName(name)), rule);
const spare = ofDomain('spare');
const other = ofDomain('other');
const snapshot = (
  name: string,
  python: string,
  call: (snapshot: DomainSnapshot) => unknown,
  rule?: Rule,
): Row<Connection> => spare(python, async (domain) => call(await domain.snapshotLookupByName(name)), rule);
const checkpoint = (
  name: string,
  python: string,
  call: (checkpoint: DomainCheckpoint) => unknown,
  rule?: Rule,
): Row<Connection> => spare(python, async (domain) => call(await domain.checkpointLookupByName(name)), rule);

/** As Python's side of the comparison tells them. */
const told = ({ name, domain }: DomainSnapshot | DomainCheckpoint): unknown => ({ name, dom: domain.toJSON() });

const snapshotXml = (name: string): string => `<domainsnapshot><name>${name}</name></domainsnapshot>`;
const checkpointXml = (name: string): string =>
  `<domaincheckpoint><name>${name}</name><disks><disk name='vda' checkpoint='bitmap'/></disks></domaincheckpoint>`;

/** Snapshots of a disk that nobody uses. */
const snapshotRows: readonly Row<Connection>[] = [
  ...['first', 'second'].map((name) =>
    spare(`(${name} := spare.snapshotCreateXML("${snapshotXml(name)}", 0))`, async (domain) =>
      told(await domain.createSnapshotXML(snapshotXml(name))),
    ),
  ),
  spare('bool(spare.hasCurrentSnapshot())', (domain) => domain.hasCurrentSnapshot()),
  spare('spare.listAllSnapshots()', async (domain) => (await domain.listAllSnapshots()).map(told), anyOrder),
  spare('spare.listAllSnapshots(libvirt.VIR_DOMAIN_SNAPSHOT_LIST_LEAVES)', async (domain) =>
    (await domain.listAllSnapshots({ flags: DomainSnapshotListFlags.LEAVES })).map(told),
  ),
  snapshot('second', 'second.getXMLDesc()', (each) => each.getXMLDesc(), creationTime),
  snapshot('second', 'second.getParent()', async (each) => told(await each.getParent())),
  snapshot('first', 'first.getParent()', async (each) => told(await each.getParent())),
  snapshot('second', '[bool(second.isCurrent()), bool(second.hasMetadata())]', async (each) => [
    await each.isCurrent(),
    await each.hasMetadata(),
  ]),
  snapshot('first', '[first.numChildren(), first.listChildrenNames()]', async (each) => [
    await each.numChildren(),
    await each.listChildrenNames(),
  ]),
  snapshot('first', 'first.listAllChildren()', async (each) => (await each.listAllChildren()).map(told)),
  snapshot('first', 'True', async (each) => each.equals(await each.domain.snapshotLookupByName('first'))),
  snapshot('first', '(spare.revertToSnapshot(first), bool(first.isCurrent()))[1]', async (each) => {
    await each.revertToSnapshot();
    return each.isCurrent();
  }),
  spare('(second.delete(), first.delete(), spare.snapshotNum())[2]', async (domain) => {
    await (await domain.snapshotLookupByName('second')).delete();
    await (await domain.snapshotLookupByName('first')).delete();
    return domain.snapshotNum();
  }),
];

/** Checkpoints of a disk in use. */
const checkpointRows: readonly Row<Connection>[] = [
  ...['early', 'late'].map((name) =>
    spare(
      `(${name} := spare.checkpointCreateXML("${checkpointXml(name)}", 0)).getName()`,
      async (domain) => (await domain.createCheckpointXML(checkpointXml(name))).name,
    ),
  ),
  checkpoint('late', 'late.getParent().getName()', async (each) => (await each.getParent()).name),
  checkpoint('early', 'early.getParent()', async (each) => told(await each.getParent())),
  checkpoint('early', '[each.getName() for each in early.listAllChildren()]', async (each) =>
    (await each.listAllChildren()).map(({ name }) => name),
  ),
  checkpoint('early', 'True', async (each) => each.equals(await each.domain.checkpointLookupByName('early'))),
  spare('(late.delete(), early.delete(), spare.listAllCheckpoints())[2]', async (domain) => {
    await (await domain.checkpointLookupByName('late')).delete();
    await (await domain.checkpointLookupByName('early')).delete();
    return domain.listAllCheckpoints();
  }),
];

const core = `${images}/spare.core`;
const saved = `${images}/spare.save`;
const memoryOnly = { flags: DomainCoreDumpFlags.MEMORY_ONLY };

/** The memory of a domain that never runs, in files. */
const memoryRows: readonly Row<Connection>[] = [
  spare(`(spare.coreDump('${core}', libvirt.VIR_DUMP_MEMORY_ONLY), None)[1]`, (domain) =>
    domain.coreDump(core, memoryOnly),
  ),
  spare(`(spare.coreDumpWithFormat('${core}', 3, libvirt.VIR_DUMP_MEMORY_ONLY), None)[1]`, (domain) =>
    domain.coreDumpWithFormat(core, DomainCoreDumpFormat.KDUMP_SNAPPY, memoryOnly),
  ),
  spare(`(spare.saveParams({'file': '${saved}'}), bool(spare.isActive()))[1]`, async (domain) => {
    await domain.saveParams({ file: saved });
    return domain.isActive();
  }),
  row(`(connection.restoreParams({'file': '${saved}'}, libvirt.VIR_DOMAIN_SAVE_PAUSED), None)[1]`, (connection) =>
    connection.domainRestoreParams({ file: saved }, { rawFlags: 4 }),
  ),
  spare('(spare.managedSave(), bool(spare.hasManagedSaveImage()))[1]', async (domain) => {
    await domain.managedSave();
    return domain.hasManagedSaveImage();
  }),
  spare(
    '(spare.managedSaveDefineXML(spare.managedSaveGetXMLDesc(libvirt.VIR_DOMAIN_XML_SECURE), libvirt.VIR_DOMAIN_SAVE_PAUSED), None)[1]',
    async (domain) => domain.managedSaveDefineXML(await domain.managedSaveGetXMLDesc({ rawFlags: 1 }), { rawFlags: 4 }),
  ),
  spare('spare.managedSaveGetXMLDesc()', (domain) => domain.managedSaveGetXMLDesc(), sameDomain),
  spare('(spare.managedSaveRemove(), bool(spare.hasManagedSaveImage()))[1]', async (domain) => {
    await domain.managedSaveRemove();
    return domain.hasManagedSaveImage();
  }),
];

const starts = spare('(spare.createWithFlags(libvirt.VIR_DOMAIN_START_PAUSED), spare.state())[1]', async (domain) => {
  await domain.create({ flags: DomainCreateFlags.START_PAUSED });
  const { state, reason } = await domain.getState();
  return [state, reason];
});

/** The life of a domain that is started but never runs, from its definition to its end. */
export const spareDomainRows: readonly Row<Connection>[] = [
  row(`(spare := connection.defineXML("""${xml}"""))`, (connection) => connection.domainDefineXML(xml)),
  ...snapshotRows,
  starts,
  ...checkpointRows,
  spare('(spare.pMSuspendForDuration(libvirt.VIR_NODE_SUSPEND_TARGET_MEM, 0), None)[1]', (domain) =>
    domain.pmSuspendForDuration(NodeSuspendTarget.MEM, 0),
  ),
  spare('(spare.reset(), spare.state()[0])[1]', async (domain) => {
    await domain.reset();
    return (await domain.getState()).state;
  }),
  ...memoryRows,
  starts,
  spare('(spare.destroy(), spare.state())[1]', async (domain) => {
    await domain.destroy();
    const { state, reason } = await domain.getState();
    return [state, reason];
  }),
  spare('(spare.setMaxMemory(65536), spare.maxMemory())[1]', async (domain) => {
    await domain.setMaxMemory(65_536);
    return domain.getMaxMemory();
  }),
  spare('(spare.setVcpusFlags(2, 2), spare.vcpusFlags(2))[1]', async (domain) => {
    await domain.setVcpus(2, config);
    return domain.getVcpusFlags(config);
  }),
  spare("(spare.rename('other'), (other := connection.lookupByName('other')))[1]", async (domain) => {
    await domain.rename('other');
    return domain;
  }),
  other('other.XMLDesc()', (domain) => domain.getXMLDesc()),
  other('(other.reboot(), None)[1]', (domain) => domain.reboot()),
  other('(other.undefine(), None)[1]', (domain) => domain.undefine()),
];
