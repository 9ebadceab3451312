import type { Row } from './row.ts';

const definition = 'VIR_ERR_XML_ERROR and others when the definition is wrong';
const notMade = 'VIR_ERR_CONFIG_UNSUPPORTED for a kind of device that cannot be made';
const noDevice = 'VIR_ERR_NO_NODE_DEVICE when there is none';
const noInterface = 'VIR_ERR_NO_INTERFACE when there is none';
const noChange = 'VIR_ERR_OPERATION_INVALID when no change has begun';

/** The devices and network interfaces of the host. */
export const connectionDeviceRows: readonly Row[] = [
  {
    method: 'lookupDeviceByName',
    procedure: 'nodeDeviceLookupByName',
    doc: 'Finds a device of the host by its name.',
    args: { name: { doc: 'as `pci_0000_00_1f_2`' } },
    result: { field: 'dev', as: { handle: 'NodeDevice' } },
    throws: [noDevice],
  },
  {
    method: 'lookupDeviceSCSIHostByWWN',
    procedure: 'nodeDeviceLookupSCSIHostByWWN',
    doc: 'Finds a SCSI host of Fibre Channel by its World Wide Names.',
    args: {
      wwnn: { doc: "the node's, as 16 hexadecimal digits" },
      wwpn: { doc: "the port's, as 16 hexadecimal digits" },
    },
    result: { field: 'dev', as: { handle: 'NodeDevice' } },
    // libvirt 9.0.0 leaves it to its RPC layer to say that something went wrong.
    throws: [`${noDevice}, or VIR_ERR_INTERNAL_ERROR`],
  },
  {
    method: 'deviceDefineXML',
    procedure: 'nodeDeviceDefineXML',
    doc: 'Defines a device, as a mediated one, without making it.',
    args: { xml_desc: { name: 'xml', doc: 'the definition' } },
    result: { field: 'dev', as: { handle: 'NodeDevice' } },
    throws: [notMade, definition],
  },
  {
    method: 'deviceCreateXML',
    procedure: 'nodeDeviceCreateXML',
    doc: 'Makes a device, as a virtual SCSI host or a mediated device, that is gone when it is destroyed or the host restarts.',
    args: { xml_desc: { name: 'xml', doc: 'the definition' } },
    result: { field: 'dev', as: { handle: 'NodeDevice' } },
    throws: [notMade, definition],
  },
  {
    method: 'numOfDevices',
    procedure: 'nodeNumOfDevices',
    doc: 'Tells how many devices the host has.',
    args: { cap: { doc: 'Only those with this capability, as `pci`.', option: true } },
    result: { field: 'num' },
  },
  {
    method: 'listDevices',
    procedure: 'nodeListDevices',
    counted: 'nodeNumOfDevices',
    doc: 'Lists the names of the devices of the host.',
    args: { cap: { doc: 'Only those with this capability, as `pci`.', option: true } },
    result: { field: 'names' },
  },

  {
    method: 'lookupInterfaceByName',
    procedure: 'interfaceLookupByName',
    doc: 'Finds a network interface of the host by its name.',
    args: { name: { doc: 'as `eth0`' } },
    result: { field: 'iface', as: { handle: 'Interface' } },
    throws: [noInterface],
  },
  {
    method: 'lookupInterfaceByMACString',
    procedure: 'interfaceLookupByMACString',
    doc: 'Finds a network interface of the host by its hardware address.',
    args: { mac: { doc: 'as `52:54:00:12:34:56`' } },
    result: { field: 'iface', as: { handle: 'Interface' } },
    throws: [noInterface, 'VIR_ERR_MULTIPLE_INTERFACES when there are several'],
  },
  {
    method: 'interfaceDefineXML',
    procedure: 'interfaceDefineXML',
    doc: 'Defines a network interface of the host, or replaces its definition. Does not start it.',
    args: { xml: { doc: 'the definition' } },
    result: { field: 'iface', as: { handle: 'Interface' } },
    throws: [definition],
  },
  {
    method: 'numOfInterfaces',
    procedure: 'connectNumOfInterfaces',
    doc: 'Tells how many network interfaces of the host are active.',
    result: { field: 'num' },
  },
  {
    method: 'listInterfaces',
    procedure: 'connectListInterfaces',
    counted: 'connectNumOfInterfaces',
    doc: 'Lists the names of the active network interfaces of the host.',
    result: { field: 'names' },
  },
  {
    method: 'numOfDefinedInterfaces',
    procedure: 'connectNumOfDefinedInterfaces',
    doc: 'Tells how many network interfaces of the host are defined and not active.',
    result: { field: 'num' },
  },
  {
    method: 'listDefinedInterfaces',
    procedure: 'connectListDefinedInterfaces',
    counted: 'connectNumOfDefinedInterfaces',
    doc: 'Lists the names of the network interfaces of the host that are defined and not active.',
    result: { field: 'names' },
  },
  {
    method: 'interfaceChangeBegin',
    procedure: 'interfaceChangeBegin',
    doc: 'Remembers how the network interfaces of the host are set up, so that what is changed from now on can be undone.',
    throws: ['VIR_ERR_OPERATION_INVALID when a change has begun already'],
  },
  {
    method: 'interfaceChangeCommit',
    procedure: 'interfaceChangeCommit',
    doc: 'Keeps what was changed since {@link Connection.interfaceChangeBegin}.',
    throws: [noChange],
  },
  {
    method: 'interfaceChangeRollback',
    procedure: 'interfaceChangeRollback',
    doc: 'Undoes what was changed since {@link Connection.interfaceChangeBegin}.',
    throws: [noChange],
  },
];
