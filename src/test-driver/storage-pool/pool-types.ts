import { StorageVolType } from '../../generated/api-enums.ts';

/** What a type of storage pools needs in its source. */
type SourcePart = 'host' | 'device' | 'adapter' | 'name';

/** What libvirt expects of the definition of a pool of some type. */
export interface PoolType {
  readonly needs: readonly SourcePart[];
  /** The format of a source that does not name one; types without one have no formats. */
  readonly format?: string;
  /** Where the target of such a pool is when it is not up to the definition: in this directory, under the source's name. */
  readonly targetDirectory?: string;
  /** Whether there is a target at all. */
  readonly hasTarget: boolean;
  /** What its volumes are said to be, whatever their definitions say. */
  readonly volumeType: number;
  /** The format of a volume that does not name one; types without one have volumes without formats. */
  readonly volumeFormat?: string;
}

const { FILE, BLOCK, NETWORK } = StorageVolType;

/** The types that libvirt has. */
export const poolTypes: ReadonlyMap<string, PoolType> = new Map<string, PoolType>([
  ['dir', { needs: [], hasTarget: true, volumeType: FILE, volumeFormat: 'raw' }],
  ['fs', { needs: ['device'], format: 'auto', hasTarget: true, volumeType: FILE, volumeFormat: 'raw' }],
  ['netfs', { needs: ['host'], format: 'auto', hasTarget: true, volumeType: FILE, volumeFormat: 'raw' }],
  ['logical', { needs: ['name'], format: 'lvm2', targetDirectory: '/dev', hasTarget: true, volumeType: BLOCK }],
  ['disk', { needs: ['device'], format: 'unknown', hasTarget: true, volumeType: BLOCK, volumeFormat: 'none' }],
  ['iscsi', { needs: ['host', 'device'], hasTarget: true, volumeType: BLOCK }],
  ['iscsi-direct', { needs: ['host', 'device'], hasTarget: false, volumeType: BLOCK }],
  ['scsi', { needs: ['adapter'], hasTarget: true, volumeType: BLOCK }],
  ['mpath', { needs: [], hasTarget: true, volumeType: BLOCK }],
  ['rbd', { needs: ['host', 'name'], hasTarget: false, volumeType: NETWORK, volumeFormat: 'raw' }],
  ['sheepdog', { needs: ['host', 'name'], hasTarget: false, volumeType: NETWORK, volumeFormat: 'raw' }],
  ['gluster', { needs: ['host', 'name'], hasTarget: false, volumeType: NETWORK, volumeFormat: 'raw' }],
  ['zfs', { needs: ['name'], targetDirectory: '/dev/zvol', hasTarget: true, volumeType: BLOCK }],
  ['vstorage', { needs: ['name'], hasTarget: true, volumeType: FILE, volumeFormat: 'raw' }],
]);

/** What libvirt calls a part that is missing. */
export const missingParts: Readonly<Record<SourcePart, string>> = {
  host: 'missing storage pool source host name',
  device: 'missing storage pool source device name',
  adapter: 'missing storage pool source adapter',
  name: 'missing storage pool source name',
};
