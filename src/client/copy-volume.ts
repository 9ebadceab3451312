import type { TransferOptions, TransferResult } from '../session/transfers/transfer-options.ts';
import type { StorageVol } from './storage-vol.ts';

/**
 * Copies a volume to another, as one on another host: from connection to connection through this process, without a
 * file in between. The destination must be there, and large enough; it keeps what it has behind the end of the source.
 *
 * Unless `sparse` is said, holes stay holes where nothing of the destination has been written yet, and are written as
 * zeros where something has. `true` sends holes in any case: the destination keeps there what it had.
 *
 * Rejects with the LibvirtError of either host, and with what else ends streams; neither stream stays open then. Node
 * only.
 *
 * @example
 * const { allocation, capacity } = await volume.getInfo();
 * const copy = await destination.lookupStorageVolByPath('/images/copy.img');
 * const { digest } = await copyVolume(volume, copy, { hash: 'sha256' });
 * console.log(`${allocation} of ${capacity} bytes`, digest);
 */
export async function copyVolume(
  source: StorageVol,
  destination: StorageVol,
  options: TransferOptions = {},
): Promise<TransferResult> {
  const transfers = await import('../session/transfers/copy-volume.ts');
  return transfers.copyVolume(onHost(source), onHost(destination), options);
}

function onHost({ connection: { session }, reference: vol }: StorageVol) {
  return { session, vol };
}
