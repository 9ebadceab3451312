import { noAgent, notRunning } from './domain-errors.ts';
import type { Row } from './row.ts';

const mountpoints = { doc: 'Where those file systems are mounted; without it all.', option: true } as const;

/** What reaches into the guest: keys, signals, the agent in it, QEMU's own commands. */
export const domainGuestRows: readonly Row[] = [
  {
    method: 'sendKey',
    procedure: 'domainSendKey',
    doc: 'Presses up to 16 keys together.',
    args: {
      codeset: { doc: 'whose numbers the keys go by', as: { enum: 'KeycodeSet' } },
      holdtime: { name: 'holdTime', doc: 'for how long, in milliseconds' },
      keycodes: { name: 'keyCodes', doc: "the keys' numbers" },
    },
    throws: [notRunning],
  },
  {
    method: 'injectNMI',
    procedure: 'domainInjectNMI',
    doc: 'Sends the guest a non-maskable interrupt.',
    throws: [notRunning],
  },
  {
    method: 'sendProcessSignal',
    procedure: 'domainSendProcessSignal',
    doc: 'Sends a signal to a process in a container.',
    args: {
      pid_value: { name: 'pid', doc: "the process's id in the guest; a negative one is a process group" },
      signum: { name: 'signal', doc: 'the signal', as: { enum: 'DomainProcessSignal' } },
    },
  },
  {
    method: 'getTime',
    procedure: 'domainGetTime',
    doc: "Tells the time of the guest's clock.",
    result: {
      object: 'DomainTime',
      doc: 'What {@link Domain.getTime} tells.',
      fields: {
        seconds: { doc: 'Seconds since 1970.' },
        nseconds: { doc: 'Nanoseconds within the second.' },
      },
    },
    throws: [noAgent],
  },
  {
    method: 'setTime',
    procedure: 'domainSetTime',
    doc: "Sets the guest's clock; with DomainSetTimeFlags.SYNC by its hardware clock, whatever the numbers.",
    args: {
      seconds: { doc: 'seconds since 1970' },
      nseconds: { doc: 'nanoseconds within the second' },
    },
    throws: [noAgent],
  },
  {
    method: 'fsFreeze',
    procedure: 'domainFSFreeze',
    doc: 'Has the agent in the guest hold all writing to its file systems.',
    args: { mountpoints },
    result: { field: 'filesystems', doc: 'how many it holds' },
    throws: [noAgent],
  },
  {
    method: 'fsThaw',
    procedure: 'domainFSThaw',
    doc: 'Has the agent in the guest let writing go on.',
    args: { mountpoints },
    result: { field: 'filesystems', doc: 'how many it let go' },
    throws: [noAgent],
  },
  {
    method: 'fsTrim',
    procedure: 'domainFSTrim',
    doc: 'Has the agent in the guest give back to the host what its file systems no longer use.',
    args: {
      mountPoint: { doc: 'Where one file system alone is mounted; QEMU can only do all.', option: true },
      minimum: { doc: 'The shortest range worth the effort, in bytes.', option: 0 },
    },
    throws: [noAgent],
  },
  {
    method: 'getFSInfo',
    procedure: 'domainGetFSInfo',
    doc: 'Has the agent in the guest list its file systems.',
    result: {
      list: 'DomainFSInfo',
      field: 'info',
      doc: 'A file system in a guest.',
      fields: {
        mountpoint: { doc: 'Where it is mounted.' },
        name: { doc: "The guest's name for its device." },
        fstype: { doc: 'Its type, as `ext4`.' },
        dev_aliases: { name: 'devAlias', doc: 'The disks it lies on, by their targets, as `vda`.' },
      },
    },
    throws: [noAgent],
  },
  {
    method: 'setUserPassword',
    procedure: 'domainSetUserPassword',
    doc: 'Has the agent in the guest set the password of a user.',
    args: {
      user: { doc: "the user's name" },
      password: { doc: 'the password; with DomainSetUserPasswordFlags.ENCRYPTED as the guest would store it' },
    },
    throws: [noAgent],
  },
  {
    method: 'authorizedSSHKeysGet',
    procedure: 'domainAuthorizedSSHKeysGet',
    doc: 'Has the agent in the guest list the SSH keys that may log in as a user.',
    args: { user: { doc: "the user's name" } },
    result: { field: 'keys', doc: 'lines as in authorized_keys' },
    throws: [noAgent],
  },
  {
    method: 'authorizedSSHKeysSet',
    procedure: 'domainAuthorizedSSHKeysSet',
    doc: 'Has the agent in the guest set the SSH keys that may log in as a user, or by flags add or take some.',
    args: { user: { doc: "the user's name" }, keys: { doc: 'lines as in authorized_keys' } },
    throws: [noAgent],
  },
  {
    method: 'qemuMonitorCommand',
    procedure: 'qemuDomainMonitorCommand',
    doc: "Sends a command to QEMU's monitor, past libvirt: JSON, or with flags text for its human side.",
    args: { cmd: { name: 'command', doc: 'the command' } },
    result: { field: 'result', doc: "QEMU's answer, errors included" },
    example: `const answer = JSON.parse(await domain.qemuMonitorCommand('{"execute":"query-status"}'));`,
    throws: [notRunning],
  },
  {
    method: 'qemuAgentCommand',
    procedure: 'qemuDomainAgentCommand',
    doc: 'Sends a command to the agent in the guest, as JSON.',
    args: {
      cmd: { name: 'command', doc: 'the command' },
      timeout: {
        name: 'agentTimeout',
        doc: 'How long the daemon waits for the agent: seconds, or a DomainQemuAgentCommandTimeoutValues.',
        option: -1,
      },
    },
    result: { field: 'result', doc: "the agent's answer; null where nobody waits for one" },
    throws: [noAgent],
  },
];
