import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_DOMAIN when it is gone';
const notRunning = 'VIR_ERR_OPERATION_INVALID when it does not run';

export const domain: ObjectClass = {
  name: 'Domain',
  reference: 'remote_nonnull_domain',
  rows: [
    {
      method: 'getInfo',
      procedure: 'domainGetInfo',
      doc: "Tells its state, memory, virtual CPUs and CPU time. May wait for the guest's monitor.",
      result: {
        object: 'DomainInfo',
        doc: 'What {@link Domain.getInfo} tells.',
        fields: {
          state: { doc: 'Its state.', as: { enum: 'DomainState' } },
          maxMem: { doc: 'The most memory it may have, in KiB.' },
          memory: { doc: 'The memory it has, in KiB.' },
          nrVirtCpu: { doc: 'How many virtual CPUs it has.' },
          cpuTime: { doc: 'The CPU time it has used, in nanoseconds.' },
        },
      },
      throws: [gone],
    },
    {
      method: 'getState',
      procedure: 'domainGetState',
      doc: 'Tells its state and why it is in it.',
      result: {
        object: 'DomainStateAndReason',
        doc: 'What {@link Domain.getState} tells.',
        fields: {
          state: { doc: 'Its state.', as: { enum: 'DomainState' } },
          reason: {
            doc: 'Why: by the state a DomainRunningReason, DomainPausedReason, DomainShutoffReason and so on.',
          },
        },
      },
      throws: [gone],
    },
    {
      method: 'getXMLDesc',
      procedure: 'domainGetXMLDesc',
      doc: 'Gives its description as XML. DomainXMLFlags.SECURE, for passwords, needs a connection that may write.',
      result: { field: 'xml' },
      throws: [gone],
    },
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
      method: 'undefine',
      procedure: 'domainUndefine',
      flagged: 'domainUndefineFlags',
      doc: 'Forgets its definition; if it runs, it runs on as a transient domain.',
      throws: ['VIR_ERR_OPERATION_INVALID when it has none, or when flags must say what becomes of its files'],
    },
    {
      method: 'getAutostart',
      procedure: 'domainGetAutostart',
      doc: 'Tells whether it starts together with the host.',
      result: { field: 'autostart', as: 'boolean' },
    },
    {
      method: 'setAutostart',
      procedure: 'domainSetAutostart',
      doc: 'Says whether it is to start together with the host.',
      args: { autostart: { doc: 'whether it is to start', as: 'boolean' } },
      throws: ['VIR_ERR_OPERATION_INVALID for a transient domain'],
    },
    {
      method: 'getMetadata',
      procedure: 'domainGetMetadata',
      doc: 'Gives its title, its description or the metadata element of an XML namespace.',
      args: {
        type: { doc: 'which of the three', as: { enum: 'DomainMetadataType' } },
        uri: { doc: 'The namespace, for an element.', option: true },
      },
      result: { field: 'metadata' },
      throws: ['VIR_ERR_NO_DOMAIN_METADATA when it has none'],
    },
    {
      method: 'setMetadata',
      procedure: 'domainSetMetadata',
      doc: 'Sets its title, its description or the metadata element of an XML namespace, or takes it away.',
      args: {
        type: { doc: 'which of the three', as: { enum: 'DomainMetadataType' } },
        metadata: { doc: 'the text or element; null takes away what is there' },
        key: { doc: 'The prefix of the namespace, to set an element.', option: true },
        uri: { doc: 'The namespace, for an element.', option: true },
      },
      throws: ['VIR_ERR_INVALID_ARG or VIR_ERR_XML_ERROR when it is malformed'],
    },
    {
      method: 'isActive',
      procedure: 'domainIsActive',
      doc: 'Tells whether it runs, paused or not.',
      result: { field: 'active', as: 'boolean' },
    },
    {
      method: 'isPersistent',
      procedure: 'domainIsPersistent',
      doc: 'Tells whether it has a definition that outlives its run.',
      result: { field: 'persistent', as: 'boolean' },
    },
  ],
};
