import { gone } from './domain-errors.ts';
import type { Row } from './row.ts';

/** What a domain is and what it is called. */
export const domainFactRows: readonly Row[] = [
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
    method: 'getControlInfo',
    procedure: 'domainGetControlInfo',
    doc: 'Tells whether libvirt can talk to its monitor at the moment, or is busy with it.',
    result: {
      object: 'DomainControlInfo',
      doc: 'What {@link Domain.getControlInfo} tells.',
      fields: {
        state: { doc: 'What the monitor is doing.', as: { enum: 'DomainControlState' } },
        details: { doc: 'For DomainControlState.ERROR a DomainControlErrorReason, else 0.' },
        stateTime: { doc: 'How long it has been in the state, in milliseconds; 0 where that does not change.' },
      },
    },
  },
  {
    method: 'getXMLDesc',
    procedure: 'domainGetXMLDesc',
    doc: 'Gives its description as XML. DomainXMLFlags.SECURE, for passwords, needs a connection that may write.',
    result: { field: 'xml' },
    throws: [gone],
  },
  {
    method: 'getOSType',
    procedure: 'domainGetOSType',
    doc: 'Tells the kind of machine that the guest system sees, as `hvm`.',
    result: { field: 'type' },
  },
  {
    method: 'getHostname',
    procedure: 'domainGetHostname',
    doc: 'Tells the name that the guest goes by, from the agent in it or from a DHCP lease.',
    result: { field: 'hostname' },
    throws: ['VIR_ERR_NO_HOSTNAME when there is none'],
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
  {
    method: 'isUpdated',
    procedure: 'domainIsUpdated',
    doc: 'Tells whether its definition has changed since it was started.',
    result: { field: 'updated', as: 'boolean' },
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
    method: 'getAutostartOnce',
    procedure: 'domainGetAutostartOnce',
    doc: 'Tells whether it starts together with the host the next time.',
    result: { field: 'autostart', as: 'boolean' },
  },
  {
    method: 'setAutostartOnce',
    procedure: 'domainSetAutostartOnce',
    doc: 'Says whether it is to start together with the host the next time only.',
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
    method: 'getMessages',
    procedure: 'domainGetMessages',
    doc: 'Lists warnings about it: what taints it, what is deprecated, I/O errors; the flags say which, all without.',
    result: { field: 'msgs' },
  },
  {
    method: 'getSecurityLabel',
    procedure: 'domainGetSecurityLabel',
    doc: 'Tells the label that the security driver has given to its process.',
    result: {
      object: 'DomainSecurityLabel',
      doc: 'The label of a running domain.',
      fields: {
        label: { doc: 'The label; empty where there is none.', as: 'text' },
        enforcing: { doc: 'Whether the host enforces it.', as: 'boolean' },
      },
    },
  },
  {
    method: 'getSecurityLabelList',
    procedure: 'domainGetSecurityLabelList',
    doc: 'Tells the labels of all security drivers of the host, in the order of its capabilities.',
    result: {
      list: 'DomainSecurityLabelListItem',
      field: 'labels',
      doc: 'The label that one of several security drivers has given.',
      fields: {
        label: { doc: 'The label; empty where there is none.', as: 'text' },
        enforcing: { doc: 'Whether the host enforces it.', as: 'boolean' },
      },
    },
  },
  {
    method: 'getLaunchSecurityInfo',
    procedure: 'domainGetLaunchSecurityInfo',
    doc: 'Tells how its memory is encrypted and measured (AMD SEV).',
    result: { params: 'DomainLaunchSecurity', strings: true },
  },
  {
    method: 'setLaunchSecurityState',
    procedure: 'domainSetLaunchSecurityState',
    doc: 'Puts a secret into its encrypted memory before the guest runs (AMD SEV).',
    args: { params: { doc: 'the secret, its header and where it goes', as: { params: 'DomainLaunchSecurity' } } },
  },
];
