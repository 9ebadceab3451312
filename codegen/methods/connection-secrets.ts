import type { Row } from './row.ts';

const definition = 'VIR_ERR_XML_ERROR and others when the definition is wrong';
const noSecret = 'VIR_ERR_NO_SECRET when there is none';
const noFilter = 'VIR_ERR_NO_NWFILTER when there is none';

/** The secrets, the network filters and their bindings of a connection. */
export const connectionSecretRows: readonly Row[] = [
  {
    method: 'lookupSecretByUUID',
    procedure: 'secretLookupByUUID',
    doc: 'Finds a secret by its UUID.',
    args: { uuid: { doc: 'as text or as 16 bytes', as: 'uuid' } },
    result: { field: 'secret', as: { handle: 'Secret' } },
    throws: [noSecret],
  },
  {
    method: 'lookupSecretByUsage',
    procedure: 'secretLookupByUsage',
    doc: 'Finds a secret by what it is for.',
    args: {
      usageType: { doc: 'the kind of thing it is for', as: { enum: 'SecretUsageType' } },
      usageID: { doc: 'which one of that kind, as the path of a volume' },
    },
    result: { field: 'secret', as: { handle: 'Secret' } },
    throws: [noSecret],
  },
  {
    method: 'secretDefineXML',
    procedure: 'secretDefineXML',
    doc: 'Defines a secret, or replaces the definition of the one with the UUID in the XML; its value stays.',
    args: { xml: { doc: 'the definition, without the value' } },
    result: { field: 'secret', as: { handle: 'Secret' } },
    throws: [definition],
  },
  {
    method: 'numOfSecrets',
    procedure: 'connectNumOfSecrets',
    doc: 'Tells how many secrets there are.',
    result: { field: 'num' },
  },
  {
    method: 'listSecrets',
    procedure: 'connectListSecrets',
    counted: 'connectNumOfSecrets',
    doc: 'Lists the UUIDs of the secrets.',
    result: { field: 'uuids' },
  },

  {
    method: 'lookupNWFilterByName',
    procedure: 'nwFilterLookupByName',
    doc: 'Finds a network filter by its name.',
    args: { name: { doc: 'as `clean-traffic`' } },
    result: { field: 'nwfilter', as: { handle: 'NWFilter' } },
    throws: [noFilter],
  },
  {
    method: 'lookupNWFilterByUUID',
    procedure: 'nwFilterLookupByUUID',
    doc: 'Finds a network filter by its UUID.',
    args: { uuid: { doc: 'as text or as 16 bytes', as: 'uuid' } },
    result: { field: 'nwfilter', as: { handle: 'NWFilter' } },
    throws: [noFilter],
  },
  {
    method: 'nwFilterDefineXML',
    procedure: 'nwFilterDefineXML',
    flagged: 'nwFilterDefineXMLFlags',
    doc: 'Defines a network filter, or replaces the definition of the one that has the name in the XML, for running domains too.',
    args: { xml: { doc: 'the definition' } },
    result: { field: 'nwfilter', as: { handle: 'NWFilter' } },
    throws: [definition],
  },
  {
    method: 'numOfNWFilters',
    procedure: 'connectNumOfNWFilters',
    doc: 'Tells how many network filters there are.',
    result: { field: 'num' },
  },
  {
    method: 'listNWFilters',
    procedure: 'connectListNWFilters',
    counted: 'connectNumOfNWFilters',
    doc: 'Lists the names of the network filters.',
    result: { field: 'names' },
  },

  {
    method: 'lookupNWFilterBindingByPortDev',
    procedure: 'nwFilterBindingLookupByPortDev',
    doc: 'Finds the binding of a network filter to a network device.',
    args: { name: { name: 'portDev', doc: 'the name of the device, as `vnet0`' } },
    result: { field: 'nwfilter', as: { handle: 'NWFilterBinding' } },
    throws: ['VIR_ERR_NO_NWFILTER_BINDING when there is none'],
  },
  {
    method: 'nwFilterBindingCreateXML',
    procedure: 'nwFilterBindingCreateXML',
    doc: 'Binds a network filter to a network device: from now on it filters what passes there.',
    args: { xml: { doc: 'the binding' } },
    result: { field: 'nwfilter', as: { handle: 'NWFilterBinding' } },
    throws: [definition],
  },
  {
    method: 'listAllNWFilterBindings',
    procedure: 'connectListAllNWFilterBindings',
    doc: 'Lists the bindings of network filters to network devices.',
    result: { field: 'bindings', as: { handle: 'NWFilterBinding' } },
  },
];
