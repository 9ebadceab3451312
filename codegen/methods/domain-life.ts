import { badXml, noAgent, notRunning } from './domain-errors.ts';
import type { Row } from './row.ts';

/** Pausing, stopping, keeping and forgetting; what changes a handle's id is written by hand. */
export const domainLifeRows: readonly Row[] = [
  {
    method: 'suspend',
    procedure: 'domainSuspend',
    doc: 'Pauses it; its memory stays.',
    throws: [notRunning],
  },
  {
    method: 'resume',
    procedure: 'domainResume',
    doc: 'Lets it go on after {@link Domain.suspend}.',
    throws: ['VIR_ERR_OPERATION_INVALID when it is not paused'],
  },
  {
    method: 'shutdown',
    procedure: 'domainShutdown',
    flagged: 'domainShutdownFlags',
    doc: 'Asks the guest to shut down, and does not wait until it has.',
    throws: [notRunning],
  },
  {
    method: 'reboot',
    procedure: 'domainReboot',
    doc: 'Asks the guest to restart, and does not wait until it has.',
    throws: [notRunning],
  },
  {
    method: 'reset',
    procedure: 'domainReset',
    doc: 'Resets it as the button on a machine does: the guest is not asked.',
    throws: [notRunning],
  },
  {
    method: 'pmSuspendForDuration',
    procedure: 'domainPMSuspendForDuration',
    doc: 'Asks the guest, by the agent in it, to go to sleep.',
    args: {
      target: { doc: 'how deep', as: { enum: 'NodeSuspendTarget' } },
      duration: { doc: 'how long, in seconds; 0 for until it is woken, and most drivers know nothing else' },
    },
    throws: [noAgent],
  },
  {
    method: 'pmWakeup',
    procedure: 'domainPMWakeup',
    doc: 'Wakes the guest from sleep.',
    throws: ['VIR_ERR_OPERATION_INVALID when it is not asleep'],
  },
  {
    method: 'setLifecycleAction',
    procedure: 'domainSetLifecycleAction',
    doc: 'Says what becomes of it when the guest powers off, restarts or crashes.',
    args: {
      type: { doc: 'which of the three', as: { enum: 'DomainLifecycle' } },
      action: { doc: 'what is then done', as: { enum: 'DomainLifecycleAction' } },
    },
  },
  {
    method: 'undefine',
    procedure: 'domainUndefine',
    flagged: 'domainUndefineFlags',
    doc: 'Forgets its definition; if it runs, it runs on as a transient domain.',
    throws: ['VIR_ERR_OPERATION_INVALID when it has none, or when flags must say what becomes of its files'],
  },
  {
    method: 'coreDump',
    procedure: 'domainCoreDump',
    doc: 'Writes its memory to a file on the host.',
    args: { to: { doc: "the file's path on the host" } },
    throws: [notRunning],
  },
  {
    method: 'coreDumpWithFormat',
    procedure: 'domainCoreDumpWithFormat',
    doc: 'Writes its memory to a file on the host, in a format of choice.',
    args: {
      to: { doc: "the file's path on the host" },
      dumpformat: { name: 'dumpFormat', doc: 'the format', as: { enum: 'DomainCoreDumpFormat' } },
    },
    throws: [notRunning],
  },
  {
    method: 'hasManagedSaveImage',
    procedure: 'domainHasManagedSaveImage',
    doc: 'Tells whether its memory lies saved, to go on from when it is next started.',
    result: { field: 'result', as: 'boolean' },
  },
  {
    method: 'managedSaveRemove',
    procedure: 'domainManagedSaveRemove',
    doc: 'Throws away the memory saved by {@link Domain.managedSave}, so that it boots when it is next started.',
  },
  {
    method: 'managedSaveGetXMLDesc',
    procedure: 'domainManagedSaveGetXMLDesc',
    doc: 'Gives the description, as XML, that lies with its saved memory.',
    result: { field: 'xml' },
  },
  {
    method: 'managedSaveDefineXML',
    procedure: 'domainManagedSaveDefineXML',
    doc: 'Replaces the description that lies with its saved memory: what the host sees of it, not what the guest sees.',
    args: { dxml: { name: 'xml', doc: 'the description' } },
    throws: [badXml],
  },
];
