import type { Row } from './row.ts';

const definition = 'VIR_ERR_XML_ERROR and others when the definition is wrong';
const noPool = 'VIR_ERR_NO_STORAGE_POOL when there is none';
const noVolume = 'VIR_ERR_NO_STORAGE_VOL when there is none';

/** The storage pools and volumes of a connection. */
export const connectionStorageRows: readonly Row[] = [
  {
    method: 'lookupStoragePoolByName',
    procedure: 'storagePoolLookupByName',
    doc: 'Finds a storage pool by its name.',
    args: { name: { doc: 'its name' } },
    result: { field: 'pool', as: { handle: 'StoragePool' } },
    throws: [noPool],
  },
  {
    method: 'lookupStoragePoolByUUID',
    procedure: 'storagePoolLookupByUUID',
    doc: 'Finds a storage pool by its UUID.',
    args: { uuid: { doc: 'as text or as 16 bytes', as: 'uuid' } },
    result: { field: 'pool', as: { handle: 'StoragePool' } },
    throws: [noPool],
  },
  {
    method: 'lookupStoragePoolByTargetPath',
    procedure: 'storagePoolLookupByTargetPath',
    doc: 'Finds the active storage pool whose volumes appear under a path.',
    args: { path: { doc: "the pool's target path" } },
    result: { field: 'pool', as: { handle: 'StoragePool' } },
    throws: [noPool],
  },
  {
    method: 'lookupStorageVolByKey',
    procedure: 'storageVolLookupByKey',
    doc: 'Finds a volume, in whichever active pool, by the key that no other volume has.',
    args: { key: { doc: 'its key' } },
    result: { field: 'vol', as: { handle: 'StorageVol' } },
    throws: [noVolume],
  },
  {
    method: 'lookupStorageVolByPath',
    procedure: 'storageVolLookupByPath',
    doc: 'Finds a volume, in whichever active pool, by its path on the host.',
    args: { path: { doc: 'its path' } },
    result: { field: 'vol', as: { handle: 'StorageVol' } },
    throws: [noVolume],
  },
  {
    method: 'storagePoolDefineXML',
    procedure: 'storagePoolDefineXML',
    doc: 'Defines a storage pool, or replaces the definition of the one that has the name and UUID in the XML. Does not start it.',
    args: { xml: { doc: 'the definition' } },
    result: { field: 'pool', as: { handle: 'StoragePool' } },
    throws: [definition],
  },
  {
    method: 'storagePoolCreateXML',
    procedure: 'storagePoolCreateXML',
    doc: 'Starts a storage pool whose definition is gone when it ends; its volumes stay.',
    args: { xml: { doc: 'the definition' } },
    result: { field: 'pool', as: { handle: 'StoragePool' } },
    throws: [definition],
  },
  {
    method: 'findStoragePoolSources',
    procedure: 'connectFindStoragePoolSources',
    doc: 'Looks for storage that pools of a type could be made from, on the host or on a server that it can reach.',
    args: {
      type: { doc: 'the type of pool, as `logical` or `netfs`' },
      srcSpec: { doc: 'A source element that says where to look; some types need it.', option: true },
    },
    result: { field: 'xml', doc: 'a sources element' },
    throws: [
      'VIR_ERR_NO_SUPPORT for a type of pool that cannot be looked for',
      'VIR_ERR_INTERNAL_ERROR when looking fails',
    ],
  },
  {
    method: 'getStoragePoolCapabilities',
    procedure: 'connectGetStoragePoolCapabilities',
    doc: 'Describes which types of storage pools the daemon can have, as XML.',
    result: { field: 'capabilities' },
  },
  {
    method: 'numOfStoragePools',
    procedure: 'connectNumOfStoragePools',
    doc: 'Tells how many storage pools are active.',
    result: { field: 'num' },
  },
  {
    method: 'listStoragePools',
    procedure: 'connectListStoragePools',
    counted: 'connectNumOfStoragePools',
    doc: 'Lists the names of the active storage pools.',
    result: { field: 'names' },
  },
  {
    method: 'numOfDefinedStoragePools',
    procedure: 'connectNumOfDefinedStoragePools',
    doc: 'Tells how many storage pools are defined and not active.',
    result: { field: 'num' },
  },
  {
    method: 'listDefinedStoragePools',
    procedure: 'connectListDefinedStoragePools',
    counted: 'connectNumOfDefinedStoragePools',
    doc: 'Lists the names of the storage pools that are defined and not active.',
    result: { field: 'names' },
  },
];
