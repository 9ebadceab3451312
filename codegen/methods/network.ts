import type { Arg, ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_NETWORK when it is gone';
const notActive = 'VIR_ERR_OPERATION_INVALID when it is not active';
const type: Arg = { doc: 'which of the three', as: { enum: 'NetworkMetadataType' } };

export const network: ObjectClass = {
  name: 'Network',
  reference: 'remote_nonnull_network',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'networkGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'create',
      procedure: 'networkCreate',
      doc: 'Starts it.',
      throws: ['VIR_ERR_OPERATION_INVALID when it is active already'],
    },
    {
      method: 'destroy',
      procedure: 'networkDestroy',
      doc: 'Ends it at once; a transient network is gone then. Domains that use it lose it.',
      throws: [notActive],
    },
    {
      method: 'undefine',
      procedure: 'networkUndefine',
      doc: 'Forgets its definition; if it is active, it stays so as a transient network.',
      throws: ['VIR_ERR_OPERATION_INVALID for a transient network', gone],
    },
    {
      method: 'isActive',
      procedure: 'networkIsActive',
      doc: 'Tells whether it is active.',
      result: { field: 'active', as: 'boolean' },
    },
    {
      method: 'isPersistent',
      procedure: 'networkIsPersistent',
      doc: 'Tells whether it has a definition that outlives its run.',
      result: { field: 'persistent', as: 'boolean' },
    },
    {
      method: 'getAutostart',
      procedure: 'networkGetAutostart',
      doc: 'Tells whether it starts together with the host.',
      result: { field: 'autostart', as: 'boolean' },
    },
    {
      method: 'setAutostart',
      procedure: 'networkSetAutostart',
      doc: 'Says whether it is to start together with the host.',
      args: { autostart: { doc: 'whether it is to start', as: 'boolean' } },
      throws: ['VIR_ERR_OPERATION_INVALID for a transient network'],
    },
    {
      method: 'getBridgeName',
      procedure: 'networkGetBridgeName',
      doc: 'Tells the name of the bridge on the host that its domains are attached to.',
      result: { field: 'name' },
      throws: ['VIR_ERR_INTERNAL_ERROR when it has none'],
    },
    {
      method: 'getDHCPLeases',
      procedure: 'networkGetDHCPLeases',
      doc: 'Lists the addresses that it has handed out.',
      args: { mac: { doc: 'Only those of this hardware address.', option: true } },
      result: {
        list: 'NetworkDHCPLease',
        field: 'leases',
        doc: 'An address that a network has handed out, as {@link Network.getDHCPLeases} tells it.',
        fields: {
          iface: { doc: 'The network device on the host, as `virbr0`.' },
          expirytime: { doc: 'When it runs out, in seconds since 1970.' },
          type: { doc: 'The kind of address.', as: { enum: 'IPAddrType' } },
          mac: { doc: 'The hardware address of who has it; null where it is not known.' },
          iaid: { doc: 'The identity association of DHCPv6; null for IPv4.' },
          ipaddr: { doc: 'The address, as text.' },
          prefix: { doc: 'How many bits of it name the network.' },
          hostname: { doc: 'The name that whoever has it goes by; null where it gave none.' },
          clientid: { doc: 'The client id, or the DUID of DHCPv6; null where it gave none.' },
        },
      },
      throws: [gone],
    },
    {
      method: 'getMetadata',
      procedure: 'networkGetMetadata',
      doc: 'Gives its title, its description or the metadata element of an XML namespace.',
      args: { type, uri: { doc: 'The namespace, for an element.', option: true } },
      result: { field: 'metadata' },
      throws: ['VIR_ERR_NO_NETWORK_METADATA when it has none'],
    },
    {
      method: 'setMetadata',
      procedure: 'networkSetMetadata',
      doc: 'Sets its title, its description or the metadata element of an XML namespace, or takes it away.',
      args: {
        type,
        metadata: { doc: 'the text or element; null takes away what is there' },
        key: { doc: 'The prefix of the namespace, to set an element.', option: true },
        uri: { doc: 'The namespace, for an element.', option: true },
      },
      throws: ['VIR_ERR_INVALID_ARG or VIR_ERR_XML_ERROR when it is malformed'],
    },
    {
      method: 'lookupNetworkPortByUUID',
      procedure: 'networkPortLookupByUUID',
      doc: 'Finds one of its ports by its UUID.',
      args: { uuid: { doc: 'as text or as 16 bytes', as: 'uuid' } },
      result: { field: 'port', as: { handle: 'NetworkPort' } },
      throws: ['VIR_ERR_NO_NETWORK_PORT when there is none'],
    },
    {
      method: 'portCreateXML',
      procedure: 'networkPortCreateXML',
      doc: 'Makes a port, through which something is attached to it.',
      args: { xml: { doc: 'the definition' } },
      result: { field: 'port', as: { handle: 'NetworkPort' } },
      throws: ['VIR_ERR_XML_ERROR and others when the definition is wrong', notActive],
    },
    {
      method: 'listAllPorts',
      procedure: 'networkListAllPorts',
      doc: 'Lists its ports.',
      result: { field: 'ports', as: { handle: 'NetworkPort' } },
      throws: [notActive],
    },
  ],
};
