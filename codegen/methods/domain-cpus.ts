import { notRunning } from './domain-errors.ts';
import type { Row } from './row.ts';

/** Virtual CPUs, I/O threads, and how host CPUs serve them. */
export const domainCpuRows: readonly Row[] = [
  {
    method: 'getMaxVcpus',
    procedure: 'domainGetMaxVcpus',
    doc: 'Tells how many virtual CPUs it may have while it runs.',
    result: { field: 'num' },
  },
  {
    method: 'getVcpusFlags',
    procedure: 'domainGetVcpusFlags',
    doc: 'Tells how many virtual CPUs it has, or may have: the flags say which.',
    result: { field: 'num' },
    throws: [`${notRunning} and the flags ask for what it has while running`],
  },
  {
    method: 'setVcpus',
    procedure: 'domainSetVcpus',
    flagged: 'domainSetVcpusFlags',
    doc: 'Sets how many virtual CPUs it has: without flags while it runs, with flags as they say.',
    args: { nvcpus: { name: 'count', doc: 'how many' } },
    throws: ['VIR_ERR_INVALID_ARG when it may not have that many'],
  },
  {
    method: 'setVcpu',
    procedure: 'domainSetVcpu',
    doc: 'Adds or takes away single virtual CPUs.',
    args: {
      cpumap: { name: 'vcpus', doc: 'the numbers of the virtual CPUs', as: 'cpuList' },
      state: { doc: 'whether it is to have them', as: 'boolean' },
    },
  },
  {
    method: 'setGuestVcpus',
    procedure: 'domainSetGuestVcpus',
    doc: 'Has the agent in the guest turn virtual CPUs on or off.',
    args: {
      cpumap: { name: 'vcpus', doc: 'the numbers of the virtual CPUs', as: 'cpuList' },
      state: { doc: 'whether they are to be on', as: 'boolean' },
    },
  },
  {
    method: 'pinVcpu',
    procedure: 'domainPinVcpu',
    flagged: 'domainPinVcpuFlags',
    doc: 'Says which host CPUs may run a virtual CPU: without flags while the domain runs, with flags as they say.',
    args: {
      vcpu: { doc: 'the number of the virtual CPU' },
      cpumap: { name: 'cpus', doc: "the host CPUs' numbers", as: 'cpuMap' },
    },
    example: 'await domain.pinVcpu(0, [2, 3]);',
  },
  {
    method: 'pinEmulator',
    procedure: 'domainPinEmulator',
    doc: 'Says which host CPUs may run the emulator itself.',
    args: { cpumap: { name: 'cpus', doc: "the host CPUs' numbers", as: 'cpuMap' } },
  },
  {
    method: 'getIOThreadInfo',
    procedure: 'domainGetIOThreadInfo',
    doc: 'Lists its I/O threads and the host CPUs that may run them.',
    result: {
      list: 'DomainIOThreadInfo',
      field: 'info',
      doc: 'An I/O thread of a domain.',
      fields: {
        iothread_id: { name: 'ioThreadId', doc: 'Its id.' },
        cpumap: { name: 'cpuMap', doc: 'The numbers of the host CPUs that may run it.', as: 'cpuMap' },
      },
    },
  },
  {
    method: 'addIOThread',
    procedure: 'domainAddIOThread',
    doc: 'Adds an I/O thread.',
    args: { iothread_id: { name: 'ioThreadId', doc: 'its id, not 0' } },
    throws: ['VIR_ERR_INVALID_ARG when it has one of that id'],
  },
  {
    method: 'delIOThread',
    procedure: 'domainDelIOThread',
    doc: 'Takes away an I/O thread that no device uses.',
    args: { iothread_id: { name: 'ioThreadId', doc: 'its id' } },
    throws: ['VIR_ERR_INVALID_ARG when it has none of that id, or a device uses it'],
  },
  {
    method: 'pinIOThread',
    procedure: 'domainPinIOThread',
    doc: 'Says which host CPUs may run an I/O thread.',
    args: {
      iothreads_id: { name: 'ioThreadId', doc: 'its id' },
      cpumap: { name: 'cpus', doc: "the host CPUs' numbers", as: 'cpuMap' },
    },
  },
  {
    method: 'setIOThreadParams',
    procedure: 'domainSetIOThreadParams',
    doc: 'Sets how an I/O thread polls, and how many workers it may have.',
    args: {
      iothread_id: { name: 'ioThreadId', doc: 'its id' },
      params: { doc: 'what changes', as: { params: 'DomainIOThreadParameters' } },
    },
  },
  {
    method: 'getSchedulerType',
    procedure: 'domainGetSchedulerType',
    doc: 'Tells the scheduler that shares out the host CPUs, as `posix`.',
    result: { field: 'type' },
  },
  {
    method: 'setSchedulerParameters',
    procedure: 'domainSetSchedulerParameters',
    flagged: 'domainSetSchedulerParametersFlags',
    doc: 'Sets its share of the host CPUs: without flags while it runs, with flags as they say.',
    args: { params: { doc: 'what changes', as: { params: 'DomainSchedulerParameters' } } },
  },
  {
    method: 'getPerfEvents',
    procedure: 'domainGetPerfEvents',
    doc: 'Tells which performance events are counted.',
    result: { params: 'DomainPerfEvents' },
  },
  {
    method: 'setPerfEvents',
    procedure: 'domainSetPerfEvents',
    doc: 'Turns the counting of performance events on or off.',
    args: { params: { name: 'events', doc: 'what changes', as: { params: 'DomainPerfEvents' } } },
  },
];
