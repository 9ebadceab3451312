import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_STORAGE_VOL when it is gone';
const inUse = 'VIR_ERR_OPERATION_INVALID while it is being made or read';

export const storageVol: ObjectClass = {
  name: 'StorageVol',
  reference: 'remote_nonnull_storage_vol',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'storageVolGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'getInfo',
      procedure: 'storageVolGetInfo',
      flagged: 'storageVolGetInfoFlags',
      doc: 'Tells what it is and how large. With StorageVolInfoFlags.GET_PHYSICAL, allocation is the size on the medium.',
      result: {
        object: 'StorageVolInfo',
        doc: 'What {@link StorageVol.getInfo} tells.',
        fields: {
          type: { doc: 'What it is to the host.', as: { enum: 'StorageVolType' } },
          capacity: { doc: 'How much data it can hold, in bytes.' },
          allocation: { doc: 'How much room it takes, in bytes.' },
        },
      },
      throws: [gone],
    },
    {
      method: 'getPath',
      procedure: 'storageVolGetPath',
      doc: 'Tells its path on the host, which can change whenever its pool starts.',
      result: { field: 'name' },
      throws: [gone],
    },
    {
      method: 'lookupPoolByVolume',
      procedure: 'storagePoolLookupByVolume',
      doc: 'Finds the pool that it lies in.',
      result: { field: 'pool', as: { handle: 'StoragePool' } },
    },
    {
      method: 'resize',
      procedure: 'storageVolResize',
      doc: 'Changes how much data it can hold.',
      args: { capacity: { doc: 'bytes; with StorageVolResizeFlags.DELTA, how many more' } },
      throws: [
        'VIR_ERR_INVALID_ARG when it would become smaller without StorageVolResizeFlags.SHRINK, or smaller than its data',
        inUse,
      ],
    },
    {
      method: 'delete',
      procedure: 'storageVolDelete',
      doc: 'Deletes it, and its data.',
      throws: [gone, inUse],
    },
    {
      method: 'wipe',
      procedure: 'storageVolWipe',
      doc: 'Overwrites its data, so that it cannot be read back. May take long.',
      throws: [inUse],
    },
    {
      method: 'wipePattern',
      procedure: 'storageVolWipePattern',
      doc: 'Overwrites its data in a given way. May take long.',
      args: { algorithm: { doc: 'the way', as: { enum: 'StorageVolWipeAlgorithm' } } },
      throws: ['VIR_ERR_INVALID_ARG or VIR_ERR_ARGUMENT_UNSUPPORTED for a way that it cannot be done', inUse],
    },
  ],
};
