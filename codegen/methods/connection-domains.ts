import { badXml } from './domain-errors.ts';
import type { Row } from './row.ts';

const found = { field: 'dom', as: { handle: 'Domain' } } as const;
const missing = 'VIR_ERR_NO_DOMAIN when there is none';

/** Making, finding and restoring domains. */
export const connectionDomainRows: readonly Row[] = [
  {
    method: 'numOfDomains',
    procedure: 'connectNumOfDomains',
    doc: 'Counts the domains that run.',
    result: { field: 'num' },
  },
  {
    method: 'listDomains',
    procedure: 'connectListDomains',
    counted: 'connectNumOfDomains',
    doc: 'Lists the ids of the domains that run.',
    result: { field: 'ids' },
  },
  {
    method: 'numOfDefinedDomains',
    procedure: 'connectNumOfDefinedDomains',
    doc: 'Counts the domains that are defined and do not run.',
    result: { field: 'num' },
  },
  {
    method: 'listDefinedDomains',
    procedure: 'connectListDefinedDomains',
    counted: 'connectNumOfDefinedDomains',
    doc: 'Lists the names of the domains that are defined and do not run.',
    result: { field: 'names' },
  },
  {
    method: 'lookupDomainByName',
    procedure: 'domainLookupByName',
    doc: 'Finds a domain by its name.',
    args: { name: { doc: 'its name' } },
    result: found,
    throws: [missing],
  },
  {
    method: 'lookupDomainById',
    procedure: 'domainLookupByID',
    doc: 'Finds a running domain by its id.',
    args: { id: { doc: 'its id' } },
    result: found,
    throws: [missing],
  },
  {
    method: 'lookupDomainByUUID',
    procedure: 'domainLookupByUUID',
    doc: 'Finds a domain by its UUID.',
    args: { uuid: { doc: 'its UUID, as text or as 16 bytes', as: 'uuid' } },
    result: found,
    throws: [missing],
  },
  {
    method: 'domainDefineXML',
    procedure: 'domainDefineXML',
    flagged: 'domainDefineXMLFlags',
    doc: 'Defines a domain, or replaces the definition of the one that has the name and UUID in the XML. Does not start it.',
    args: { xml: { doc: 'its definition' } },
    result: found,
    throws: [badXml],
  },
  {
    method: 'domainCreateXML',
    procedure: 'domainCreateXML',
    doc: 'Starts a domain that is gone when it ends.',
    args: { xml_desc: { name: 'xml', doc: 'its definition' } },
    result: found,
    throws: [badXml],
  },
  {
    method: 'domainQemuAttach',
    procedure: 'qemuDomainAttach',
    doc: 'Takes a QEMU process that was started without libvirt under its care; newer daemons no longer can.',
    args: { pid_value: { name: 'pid', doc: "the process's id on the host" } },
    result: found,
  },
  {
    method: 'domainRestore',
    procedure: 'domainRestore',
    flagged: 'domainRestoreFlags',
    doc: 'Lets a domain go on from the file that {@link Domain.save} wrote.',
    args: {
      from: { doc: "the file's path on the host" },
      dxml: { doc: 'A definition in place of the one in the file: what the host sees may differ.', option: true },
    },
    throws: ['VIR_ERR_OPERATION_FAILED and others when the file is of no use'],
  },
  {
    method: 'domainRestoreParams',
    procedure: 'domainRestoreParams',
    doc: 'Lets a domain go on from what {@link Domain.saveParams} wrote.',
    args: { params: { doc: 'the file, and how to read it', as: { params: 'DomainSaveParameters' } } },
  },
  {
    method: 'domainSaveImageGetXMLDesc',
    procedure: 'domainSaveImageGetXMLDesc',
    doc: 'Gives the definition that is in a file of {@link Domain.save}.',
    args: { file: { doc: "the file's path on the host" } },
    result: { field: 'xml' },
  },
  {
    method: 'domainSaveImageDefineXML',
    procedure: 'domainSaveImageDefineXML',
    doc: 'Replaces the definition that is in a file of {@link Domain.save}.',
    args: { file: { doc: "the file's path on the host" }, dxml: { name: 'xml', doc: 'the definition' } },
    throws: [badXml],
  },
  {
    method: 'domainXMLFromNative',
    procedure: 'connectDomainXMLFromNative',
    doc: "Turns the hypervisor's own configuration into a definition.",
    args: {
      nativeFormat: { doc: 'the kind of the configuration, as `qemu-argv`' },
      nativeConfig: { doc: 'the configuration' },
    },
    result: { field: 'domainXml' },
  },
  {
    method: 'domainXMLToNative',
    procedure: 'connectDomainXMLToNative',
    doc: "Turns a definition into the hypervisor's own configuration.",
    args: {
      nativeFormat: { doc: 'the kind of the configuration, as `qemu-argv`' },
      domainXml: { doc: 'the definition' },
    },
    result: { field: 'nativeConfig' },
  },
  {
    method: 'getDomainCapabilities',
    procedure: 'connectGetDomainCapabilities',
    doc: 'Describes what a domain on this host can have, as XML.',
    args: {
      emulatorbin: { name: 'emulatorBin', doc: "The emulator's path on the host.", option: true },
      arch: { doc: 'The architecture, as `x86_64`.', option: true },
      machine: { doc: 'The machine type, as `q35`.', option: true },
      virttype: { name: 'virtType', doc: 'The domain type, as `kvm`.', option: true },
    },
    result: { field: 'capabilities' },
  },
];
