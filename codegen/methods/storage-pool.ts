import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_STORAGE_POOL when it is gone';
const notActive = 'VIR_ERR_OPERATION_INVALID when it is not active';
const active = 'VIR_ERR_OPERATION_INVALID when it is active';
const definition = 'VIR_ERR_XML_ERROR and others when the definition is wrong';

export const storagePool: ObjectClass = {
  name: 'StoragePool',
  reference: 'remote_nonnull_storage_pool',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'storagePoolGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'getInfo',
      procedure: 'storagePoolGetInfo',
      doc: 'Tells its state and how much room it has.',
      result: {
        object: 'StoragePoolInfo',
        doc: 'What {@link StoragePool.getInfo} tells.',
        fields: {
          state: { doc: 'Its state.', as: { enum: 'StoragePoolState' } },
          capacity: { doc: 'All its room, in bytes.' },
          allocation: { doc: 'The room that is taken, in bytes.' },
          available: { doc: 'The room that is left, in bytes.' },
        },
      },
      throws: [gone],
    },
    {
      method: 'build',
      procedure: 'storagePoolBuild',
      doc: 'Makes what it is defined to lie on, as a directory or a file system. May take long.',
      throws: ['VIR_ERR_STORAGE_POOL_BUILT when the flags forbid to overwrite what is there', active],
    },
    {
      method: 'create',
      procedure: 'storagePoolCreate',
      doc: 'Starts it: its volumes can be used from then on.',
      throws: ['VIR_ERR_OPERATION_INVALID when it is active already'],
    },
    {
      method: 'destroy',
      procedure: 'storagePoolDestroy',
      doc: 'Stops it; its volumes stay where they are. A transient pool is gone then.',
      throws: [notActive],
    },
    {
      method: 'delete',
      procedure: 'storagePoolDelete',
      doc: 'Destroys what it lies on, and with it the data. There is no way back.',
      throws: [active],
    },
    {
      method: 'undefine',
      procedure: 'storagePoolUndefine',
      doc: 'Forgets its definition; its volumes stay where they are.',
      throws: [active],
    },
    {
      method: 'refresh',
      procedure: 'storagePoolRefresh',
      doc: 'Looks what volumes there are now, and how much room there is.',
      throws: [notActive],
    },
    {
      method: 'isActive',
      procedure: 'storagePoolIsActive',
      doc: 'Tells whether it is active.',
      result: { field: 'active', as: 'boolean' },
    },
    {
      method: 'isPersistent',
      procedure: 'storagePoolIsPersistent',
      doc: 'Tells whether it has a definition that outlives its run.',
      result: { field: 'persistent', as: 'boolean' },
    },
    {
      method: 'getAutostart',
      procedure: 'storagePoolGetAutostart',
      doc: 'Tells whether it starts together with the host.',
      result: { field: 'autostart', as: 'boolean' },
    },
    {
      method: 'setAutostart',
      procedure: 'storagePoolSetAutostart',
      doc: 'Says whether it is to start together with the host.',
      args: { autostart: { doc: 'whether it is to start', as: 'boolean' } },
      throws: ['VIR_ERR_INTERNAL_ERROR or VIR_ERR_INVALID_ARG for a transient pool'],
    },
    {
      method: 'numOfStorageVolumes',
      procedure: 'storagePoolNumOfVolumes',
      doc: 'Tells how many volumes it has.',
      result: { field: 'num' },
      throws: [notActive],
    },
    {
      method: 'listStorageVolumes',
      procedure: 'storagePoolListVolumes',
      counted: 'storagePoolNumOfVolumes',
      doc: 'Lists the names of its volumes.',
      result: { field: 'names' },
      throws: [notActive],
    },
    {
      method: 'lookupStorageVolByName',
      procedure: 'storageVolLookupByName',
      doc: 'Finds one of its volumes by its name.',
      args: { name: { doc: 'its name' } },
      result: { field: 'vol', as: { handle: 'StorageVol' } },
      throws: ['VIR_ERR_NO_STORAGE_VOL when there is none', notActive],
    },
    {
      method: 'storageVolCreateXML',
      procedure: 'storageVolCreateXML',
      doc: 'Makes a volume. May take long where its room is allocated at once.',
      args: { xml: { doc: 'the definition' } },
      result: { field: 'vol', as: { handle: 'StorageVol' } },
      throws: ['VIR_ERR_STORAGE_VOL_EXIST when the name is taken', definition, notActive],
    },
    {
      method: 'storageVolCreateXMLFrom',
      procedure: 'storageVolCreateXMLFrom',
      doc: 'Makes a volume with the content of another one, of this pool or of another. May take long.',
      args: {
        xml: { doc: 'the definition; what it leaves out the original has' },
        clonevol: { name: 'cloneVol', doc: 'the original', as: { handle: 'StorageVol' } },
      },
      result: { field: 'vol', as: { handle: 'StorageVol' } },
      throws: ['VIR_ERR_STORAGE_VOL_EXIST when the name is taken', definition, notActive],
    },
  ],
};
