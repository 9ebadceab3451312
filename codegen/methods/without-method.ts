const opening = 'opening and closing a connection are its own, not methods with arguments';
const authentication = 'authentication is a part of opening a connection';
const olderMigration = 'a phase of a migration protocol that newer ones have replaced';
const betweenDaemons = 'daemons call each other so';
const descriptors = 'passes file descriptors between processes, which Node cannot';
const withoutDescriptors = 'without file descriptors, which Node cannot pass, it does what another call does';
const event = 'Connection.events and Connection.on make the newer calls';
const stream = (method: string): string => `${method} makes it, by way of src/session/streams`;

/**
 * The calls of the protocol that no method of the object classes makes, and why. `session.call` makes them all the same,
 * file descriptors apart.
 */
export const withoutMethod: Readonly<Record<string, string>> = {
  connectOpen: opening,
  connectClose: opening,
  connectGetURI: opening,
  adminConnectOpen: opening,
  adminConnectClose: opening,
  connectSupportsFeature: 'features are libvirt-internal numbers; session.supportsFeature asks for them',
  connectSetIdentity: betweenDaemons,
  authList: authentication,
  authSASLInit: authentication,
  authSASLStart: authentication,
  authSASLStep: authentication,
  authPolkit: authentication,

  domainCreate: 'tells no id: Domain.create makes domainCreateWithFlags, which does',
  domainCreateWithFiles: withoutDescriptors,
  domainCreateXMLWithFiles: withoutDescriptors,
  domainOpenGraphics: descriptors,
  domainOpenGraphicsFD: descriptors,
  domainFDAssociate: descriptors,
  qemuDomainMonitorCommandWithFiles: descriptors,
  lxcDomainOpenNamespace: descriptors,

  domainMigratePrepare: olderMigration,
  domainMigratePerform: olderMigration,
  domainMigrateFinish: olderMigration,
  domainMigratePrepare2: olderMigration,
  domainMigrateFinish2: olderMigration,
  domainMigratePrepareTunnel: betweenDaemons,
  domainMigratePrepareTunnel3: betweenDaemons,
  domainMigratePrepareTunnel3Params: betweenDaemons,

  domainOpenConsole: stream('Domain.openConsole'),
  domainOpenChannel: stream('Domain.openChannel'),
  domainScreenshot: stream('Domain.screenshot'),
  storageVolUpload: stream('StorageVol.upload'),
  storageVolDownload: stream('StorageVol.download'),

  connectDomainEventRegister: event,
  connectDomainEventDeregister: event,
};
