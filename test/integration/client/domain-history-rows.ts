import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import type { DomainCheckpoint } from '../../../src/client/domain-checkpoint.ts';
import type { DomainSnapshot } from '../../../src/client/domain-snapshot.ts';
import { DomainSnapshotListFlags } from '../../../src/generated/api-enums.ts';
import { nothing, type Row } from '../oracle/row.ts';
import { anyOrder, creationTime } from '../oracle/rules.ts';
import { mailDoes, ofMail, ofWeb, webDoes } from './domain-row.ts';

/** As Python's side of the comparison tells them. */
const told = ({ name, domain }: DomainSnapshot | DomainCheckpoint): unknown => ({ name, dom: domain.toJSON() });

const ofSnapshot = (
  name: string,
  method: string,
  python: string,
  call: (snapshot: DomainSnapshot, web: Domain) => Promise<unknown>,
  rule?: Row<Connection>['rule'],
): Row<Connection> => ({
  name: `DomainSnapshot.${method}`,
  python,
  rule,
  call: async (connection) => {
    const web = await connection.lookupDomainByName('web');
    return call(await web.snapshotLookupByName(name), web);
  },
});

const ofCheckpoint = (
  name: string,
  method: string,
  python: string,
  call: (checkpoint: DomainCheckpoint) => Promise<unknown>,
  rule?: Row<Connection>['rule'],
): Row<Connection> => ({
  name: `DomainCheckpoint.${method}`,
  python,
  rule,
  call: async (connection) => call(await (await connection.lookupDomainByName('mail')).checkpointLookupByName(name)),
});

const snapshotXml = (name: string): string => `<domainsnapshot><name>${name}</name></domainsnapshot>`;
const checkpointXml = (name: string): string => `<domaincheckpoint><name>${name}</name></domaincheckpoint>`;
const roots = { flags: DomainSnapshotListFlags.ROOTS };

/** Snapshots of the one domain, checkpoints of the other: a domain has the one or the other. */
export const historyRows: readonly Row<Connection>[] = [
  ofWeb('hasCurrentSnapshot', 'bool(web.hasCurrentSnapshot())', (web) => web.hasCurrentSnapshot()),
  ofWeb('snapshotListNames', 'web.snapshotListNames()', (web) => web.snapshotListNames()),
  ofWeb('createSnapshotXML', `(first := web.snapshotCreateXML('${snapshotXml('first')}', 0))`, async (web) =>
    told(await web.createSnapshotXML(snapshotXml('first'))),
  ),
  ofWeb('createSnapshotXML', `(second := web.snapshotCreateXML('${snapshotXml('second')}', 0))`, async (web) =>
    told(await web.createSnapshotXML(snapshotXml('second'), { flags: [] })),
  ),
  ofWeb('snapshotNum', 'web.snapshotNum()', (web) => web.snapshotNum()),
  ofWeb('snapshotNum', 'web.snapshotNum(1)', (web) => web.snapshotNum(roots)),
  ofWeb('snapshotListNames', 'web.snapshotListNames()', (web) => web.snapshotListNames(), anyOrder),
  ofWeb('snapshotListNames', 'web.snapshotListNames(1)', (web) => web.snapshotListNames(roots)),
  ofWeb(
    'listAllSnapshots',
    'web.listAllSnapshots()',
    async (web) => (await web.listAllSnapshots()).map(told),
    anyOrder,
  ),
  ofWeb('listAllSnapshots', 'web.listAllSnapshots(1)', async (web) => (await web.listAllSnapshots(roots)).map(told)),
  ofWeb('snapshotLookupByName', "web.snapshotLookupByName('first')", async (web) =>
    told(await web.snapshotLookupByName('first')),
  ),
  ofWeb('hasCurrentSnapshot', 'bool(web.hasCurrentSnapshot())', (web) => web.hasCurrentSnapshot()),
  ofWeb('snapshotCurrent', 'web.snapshotCurrent()', async (web) => told(await web.snapshotCurrent())),
  ofSnapshot('second', 'getXMLDesc', 'second.getXMLDesc()', (second) => second.getXMLDesc(), creationTime),
  ofSnapshot('second', 'isCurrent', 'bool(second.isCurrent())', (second) => second.isCurrent()),
  ofSnapshot('first', 'isCurrent', 'bool(first.isCurrent())', (first) => first.isCurrent()),
  ofSnapshot('first', 'hasMetadata', 'bool(first.hasMetadata())', (first) => first.hasMetadata()),
  ofSnapshot('second', 'getParent', 'second.getParent()', async (second) => told(await second.getParent())),
  ofSnapshot('first', 'numChildren', 'first.numChildren()', (first) => first.numChildren()),
  ofSnapshot('first', 'listChildrenNames', 'first.listChildrenNames()', (first) => first.listChildrenNames()),
  ofSnapshot('first', 'listAllChildren', 'first.listAllChildren()', async (first) =>
    (await first.listAllChildren()).map(told),
  ),
  ofSnapshot('second', 'listAllChildren', 'second.listAllChildren()', (second) => second.listAllChildren()),
  ofSnapshot('first', 'equals', 'True', async (first, web) => first.equals(await web.snapshotLookupByName('first'))),
  ofSnapshot('first', 'revertToSnapshot', nothing('web.revertToSnapshot(first)'), (first) => first.revertToSnapshot()),
  ofSnapshot('first', 'isCurrent', 'bool(first.isCurrent())', (first) => first.isCurrent()),
  ofSnapshot('first', 'delete', nothing('first.delete()'), (first) => first.delete()),
  ofWeb('snapshotListNames', 'web.snapshotListNames()', (web) => web.snapshotListNames()),

  mailDoes('create', 'mail.create()', (mail) => mail.create()),
  ofMail('createCheckpointXML', `(early := mail.checkpointCreateXML('${checkpointXml('early')}'))`, async (mail) =>
    told(await mail.createCheckpointXML(checkpointXml('early'))),
  ),
  ofMail('createCheckpointXML', `(late := mail.checkpointCreateXML('${checkpointXml('late')}'))`, async (mail) =>
    told(await mail.createCheckpointXML(checkpointXml('late'))),
  ),
  ofMail(
    'listAllCheckpoints',
    'mail.listAllCheckpoints()',
    async (mail) => (await mail.listAllCheckpoints()).map(told),
    anyOrder,
  ),
  ofMail('checkpointLookupByName', "mail.checkpointLookupByName('early')", async (mail) =>
    told(await mail.checkpointLookupByName('early')),
  ),
  ofCheckpoint('late', 'getXMLDesc', 'late.getXMLDesc()', (late) => late.getXMLDesc(), creationTime),
  ofCheckpoint('late', 'getParent', 'late.getParent()', async (late) => told(await late.getParent())),
  ofCheckpoint('early', 'listAllChildren', 'early.listAllChildren()', async (early) =>
    (await early.listAllChildren()).map(told),
  ),
  ofCheckpoint('late', 'equals', 'True', async (late) => late.equals(late)),
  ofCheckpoint('late', 'delete', nothing('late.delete()'), (late) => late.delete()),
  ofCheckpoint('early', 'delete', nothing('early.delete()'), (early) => early.delete()),
  ofMail('listAllCheckpoints', 'mail.listAllCheckpoints()', (mail) => mail.listAllCheckpoints()),
  mailDoes('destroy', 'mail.destroy()', (mail) => mail.destroy()),
];

/** Saving and renaming, which change what a handle knows. */
export const keepingRows = (directory: string): readonly Row<Connection>[] => [
  ofWeb('managedSave', "(web.managedSave(), connection.lookupByName('web'))[1]", async (web) => {
    await web.managedSave();
    return web.toJSON();
  }),
  ofWeb('hasManagedSaveImage', 'bool(web.hasManagedSaveImage())', (web) => web.hasManagedSaveImage()),
  webDoes('managedSaveRemove', 'web.managedSaveRemove()', (web) => web.managedSaveRemove()),
  webDoes('create', 'web.create()', (web) => web.create()),
  ofWeb('save', "(web.save(directory + '/save'), connection.lookupByName('web'))[1]", async (web) => {
    await web.save(`${directory}/ours.save`);
    return web.toJSON();
  }),
  {
    name: 'Connection.domainRestore',
    python: "(connection.restore(directory + '/save'), connection.lookupByName('web'))[1]",
    call: async (connection) => {
      await connection.domainRestore(`${directory}/ours.save`);
      return (await connection.lookupDomainByName('web')).toJSON();
    },
  },
  ofWeb('save', "(web.saveFlags(directory + '/save', None, 0), connection.lookupByName('web'))[1]", async (web) => {
    await web.save(`${directory}/ours.save`, { flags: [] });
    return web.toJSON();
  }),
  {
    name: 'Connection.domainRestore',
    python: "(connection.restoreFlags(directory + '/save', None, 0), connection.lookupByName('web'))[1]",
    call: async (connection) => {
      await connection.domainRestore(`${directory}/ours.save`, { flags: [] });
      return (await connection.lookupDomainByName('web')).toJSON();
    },
  },
  ofMail('rename', "(mail.rename('post'), connection.lookupByName('post'))[1]", async (mail) => {
    await mail.rename('post');
    return mail.toJSON();
  }),
];
