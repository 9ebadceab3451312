import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_NODE_DEVICE when it is gone';
const notPci = 'VIR_ERR_INVALID_ARG when it is no PCI device';
const notMediated = 'VIR_ERR_CONFIG_UNSUPPORTED when it is no mediated device';

export const nodeDevice: ObjectClass = {
  name: 'NodeDevice',
  nameField: 'name',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'nodeDeviceGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'getParent',
      procedure: 'nodeDeviceGetParent',
      doc: 'Tells the name of the device that it is part of.',
      result: { field: 'parentName', doc: 'null for the topmost device' },
      throws: [gone],
    },
    {
      method: 'numOfCaps',
      procedure: 'nodeDeviceNumOfCaps',
      doc: 'Tells how many capabilities it has.',
      result: { field: 'num' },
      throws: [gone],
    },
    {
      method: 'listCaps',
      procedure: 'nodeDeviceListCaps',
      counted: 'nodeDeviceNumOfCaps',
      doc: 'Lists its capabilities, as `pci` or `scsi_host`.',
      result: { field: 'names' },
      throws: [gone],
    },
    {
      method: 'reAttach',
      procedure: 'nodeDeviceReAttach',
      doc: "Gives it back to the host's own driver after {@link NodeDevice.detach}.",
      throws: [notPci],
    },
    {
      method: 'reset',
      procedure: 'nodeDeviceReset',
      doc: 'Resets it, so that it forgets what it was used for before.',
      throws: [notPci],
    },
    {
      method: 'create',
      procedure: 'nodeDeviceCreate',
      doc: 'Makes it according to its definition.',
      throws: ['VIR_ERR_OPERATION_INVALID when it is active already', notMediated],
    },
    {
      method: 'destroy',
      procedure: 'nodeDeviceDestroy',
      doc: 'Takes it away from the host, where it was made; its definition stays.',
      throws: ['VIR_ERR_CONFIG_UNSUPPORTED when it was not made', gone],
    },
    {
      method: 'undefine',
      procedure: 'nodeDeviceUndefine',
      doc: 'Forgets its definition; if it is active, it stays so until it is destroyed.',
      throws: [notMediated],
    },
    {
      method: 'update',
      procedure: 'nodeDeviceUpdate',
      doc: 'Changes it, its definition or both, as the flags say.',
      args: { xml_desc: { name: 'xml', doc: 'the whole new definition' } },
      throws: [notMediated],
    },
    {
      method: 'isActive',
      procedure: 'nodeDeviceIsActive',
      doc: 'Tells whether it is there.',
      result: { field: 'active', as: 'boolean' },
    },
    {
      method: 'isPersistent',
      procedure: 'nodeDeviceIsPersistent',
      doc: 'Tells whether it has a definition that outlives it.',
      result: { field: 'persistent', as: 'boolean' },
    },
    {
      method: 'getAutostart',
      procedure: 'nodeDeviceGetAutostart',
      doc: 'Tells whether it is made together with its parent.',
      result: { field: 'autostart', as: 'boolean' },
      // The library in the daemon refuses it to readers, whatever the access rules say.
      writes: true,
    },
    {
      method: 'setAutostart',
      procedure: 'nodeDeviceSetAutostart',
      doc: 'Says whether it is to be made together with its parent.',
      args: { autostart: { doc: 'whether it is to be made', as: 'boolean' } },
      throws: [notMediated],
    },
  ],
};
