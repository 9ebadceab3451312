import type { Connection } from '../../../src/client/connection.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { ofWeb, webDoes } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';
import { creationTime } from '../oracle/rules.ts';
import { images } from './guest.ts';
import { sameDomain, sameShape } from './qemu-rules.ts';

const snapshot = '<domainsnapshot><name>inside</name></domainsnapshot>';
const checkpoint =
  "<domaincheckpoint><name>early</name><disks><disk name='vda' checkpoint='bitmap'/></disks></domaincheckpoint>";
const backup = (mode: string): string =>
  `<domainbackup>${mode}<disks><disk name='vda' type='file' backupmode='full'><target file='BACKUP'/><driver type='qcow2'/></disk></disks></domainbackup>`;
const ourBackup = backup('').replace('BACKUP', `${images}/our-backup.qcow2`);
const theirBackup = backup('').replace('BACKUP', `${images}/their-backup.qcow2`);

/** A job of the domain is over when there is none. */
const jobEnds: Row<Connection> = ofWeb(
  'getJobInfo',
  '(until(lambda: web.jobInfo()[0] == 0), web.jobInfo()[0])[1]',
  async (web) => {
    await eventually('the job is over', async () => (await web.getJobInfo()).type === 0);
    return (await web.getJobInfo()).type;
  },
);

/** Snapshots in the disk's file, memory and all. */
export const snapshotRows: readonly Row<Connection>[] = [
  ofWeb(
    'createSnapshotXML',
    `(inside := web.snapshotCreateXML("${snapshot}", 0)).getName()`,
    async (web) => (await web.createSnapshotXML(snapshot)).name,
  ),
  ofWeb('getXMLDesc', 'inside.getXMLDesc()', async (web) => (await web.snapshotCurrent()).getXMLDesc(), sameDomain),
  ofWeb('snapshotListNames', 'web.snapshotListNames()', (web) => web.snapshotListNames()),
  ofWeb('revertToSnapshot', '(web.revertToSnapshot(inside), web.isActive())[1]', async (web) => {
    await (await web.snapshotLookupByName('inside')).revertToSnapshot();
    return Number(await web.isActive());
  }),
  ofWeb('delete', '(inside.delete(), web.snapshotNum())[1]', async (web) => {
    await (await web.snapshotLookupByName('inside')).delete();
    return web.snapshotNum();
  }),
];

/** A checkpoint with a full backup, which is a job. */
export const backupRows: readonly Row<Connection>[] = [
  webDoes('backupBegin', `web.backupBegin("${theirBackup}", "${checkpoint}", 0)`, (web) =>
    web.backupBegin(ourBackup, { checkpointXml: checkpoint }),
  ),
  jobEnds,
  ofWeb(
    'getJobStats',
    'web.jobStats(1)',
    async (web) => {
      const { type, params } = await web.getJobStats({ rawFlags: 1 });
      return { type, ...params };
    },
    sameShape,
  ),
  ofWeb('listAllCheckpoints', '[each.getName() for each in web.listAllCheckpoints()]', async (web) =>
    (await web.listAllCheckpoints()).map(({ name }) => name),
  ),
  ofWeb(
    'getXMLDesc',
    "web.checkpointLookupByName('early').getXMLDesc()",
    async (web) => (await web.checkpointLookupByName('early')).getXMLDesc(),
    creationTime,
  ),
  ofWeb('delete', "(web.checkpointLookupByName('early').delete(), web.listAllCheckpoints())[1]", async (web) => {
    await (await web.checkpointLookupByName('early')).delete();
    return web.listAllCheckpoints();
  }),
];

/** Memory kept in files, and the guest going on from it. */
export const savingRows: readonly Row<Connection>[] = [
  ofWeb('save', `(web.save(directory + '/their.save'), web.isActive())[1]`, async (web) => {
    await web.save(`${images}/our.save`);
    return Number(await web.isActive());
  }),
  {
    name: 'Connection.domainSaveImageGetXMLDesc',
    python: "connection.saveImageGetXMLDesc(directory + '/their.save')",
    rule: sameDomain,
    call: (connection) => connection.domainSaveImageGetXMLDesc(`${images}/our.save`),
  },
  {
    name: 'Connection.domainRestore',
    python: "(connection.restore(directory + '/their.save'), web.isActive())[1]",
    call: async (connection) => {
      await connection.domainRestore(`${images}/our.save`);
      return Number(await (await connection.lookupDomainByName('web')).isActive());
    },
  },
  ofWeb('managedSave', '(web.managedSave(), web.hasManagedSaveImage())[1]', async (web) => {
    await web.managedSave();
    return Number(await web.hasManagedSaveImage());
  }),
  ofWeb('managedSaveGetXMLDesc', 'web.managedSaveGetXMLDesc()', (web) => web.managedSaveGetXMLDesc(), sameDomain),
  ofWeb('create', '(web.create(), web.hasManagedSaveImage(), web.state()[0])[1:]', async (web) => {
    await web.create();
    return [Number(await web.hasManagedSaveImage()), (await web.getState()).state];
  }),
];
