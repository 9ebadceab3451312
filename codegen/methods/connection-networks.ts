import type { Row } from './row.ts';

const definition = 'VIR_ERR_XML_ERROR and others when the definition is wrong';
const none = 'VIR_ERR_NO_NETWORK when there is none';

/** The virtual networks of a connection. */
export const connectionNetworkRows: readonly Row[] = [
  {
    method: 'lookupNetworkByName',
    procedure: 'networkLookupByName',
    doc: 'Finds a network by its name.',
    args: { name: { doc: 'its name' } },
    result: { field: 'net', as: { handle: 'Network' } },
    throws: [none],
  },
  {
    method: 'lookupNetworkByUUID',
    procedure: 'networkLookupByUUID',
    doc: 'Finds a network by its UUID.',
    args: { uuid: { doc: 'as text or as 16 bytes', as: 'uuid' } },
    result: { field: 'net', as: { handle: 'Network' } },
    throws: [none],
  },
  {
    method: 'networkDefineXML',
    procedure: 'networkDefineXML',
    flagged: 'networkDefineXMLFlags',
    doc: 'Defines a network, or replaces the definition of the one that has the name and UUID in the XML. Does not start it.',
    args: { xml: { doc: 'the definition' } },
    result: { field: 'net', as: { handle: 'Network' } },
    throws: [definition],
  },
  {
    method: 'networkCreateXML',
    procedure: 'networkCreateXML',
    flagged: 'networkCreateXMLFlags',
    doc: 'Starts a network that is gone when it ends.',
    args: { xml: { doc: 'the definition' } },
    result: { field: 'net', as: { handle: 'Network' } },
    throws: [definition],
  },
  {
    method: 'numOfNetworks',
    procedure: 'connectNumOfNetworks',
    doc: 'Tells how many networks are active.',
    result: { field: 'num' },
  },
  {
    method: 'listNetworks',
    procedure: 'connectListNetworks',
    counted: 'connectNumOfNetworks',
    doc: 'Lists the names of the active networks.',
    result: { field: 'names' },
  },
  {
    method: 'numOfDefinedNetworks',
    procedure: 'connectNumOfDefinedNetworks',
    doc: 'Tells how many networks are defined and not active.',
    result: { field: 'num' },
  },
  {
    method: 'listDefinedNetworks',
    procedure: 'connectListDefinedNetworks',
    counted: 'connectNumOfDefinedNetworks',
    doc: 'Lists the names of the networks that are defined and not active.',
    result: { field: 'names' },
  },
];
