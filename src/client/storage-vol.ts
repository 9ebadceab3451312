import type { NonnullStorageVol } from '../generated/remote-types.ts';
import type { Download } from '../session/streams/download.ts';
import type { Upload } from '../session/streams/upload.ts';
import type { DownloadOptions, UploadOptions } from '../session/streams/volume-streams.ts';
import type { TransferOptions, TransferResult } from '../session/transfers/transfer-options.ts';
import type { Connection } from './connection.ts';
import { StorageVolMethods } from './generated/storage-vol-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A volume in a storage pool, as a disk of a domain is one: a value that names it, with nothing to free. */
export class StorageVol extends StorageVolMethods {
  readonly connection: Connection;
  /** The name of the pool that it lies in. */
  readonly pool: string;
  readonly name: string;
  /** What no other volume has: mostly its path. */
  readonly key: string;

  /** Volumes come from a pool, from its look-ups, lists and definitions, or from a connection's look-ups. */
  constructor(connection: Connection, { pool, name, key }: NonnullStorageVol) {
    super();
    this.connection = connection;
    this.pool = pool;
    this.name = name;
    this.key = key;
  }

  /** The volume as the protocol refers to it. */
  get reference(): NonnullStorageVol {
    return { pool: this.pool, name: this.name, key: this.key };
  }

  /**
   * Reads its bytes, as a Node stream.
   *
   * @example
   * await pipeline(await volume.download({ sparse: true }), createWriteStream('disk.img'));
   *
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when the pool is not active, VIR_ERR_NO_STORAGE_VOL when it is gone;
   * when it fails on the way the stream does
   * @see virStorageVolDownload, since libvirt 0.9.0
   */
  async download(options: DownloadOptions = {}): Promise<Download> {
    const { openDownload } = await import('../session/streams/volume-streams.ts');
    return openDownload(this.connection.session, this.reference, options);
  }

  /**
   * Writes its bytes, as a Node stream. Needs a connection that may write. Where a hole is sent, the volume keeps what it
   * had: one that was never written has zeros there.
   *
   * @example
   * await pipeline(createReadStream('disk.img'), await volume.upload());
   *
   * @throws LibvirtError as {@link download}; when it fails on the way, as for want of room, the stream does
   * @see virStorageVolUpload, since libvirt 0.9.0
   */
  async upload(options: UploadOptions = {}): Promise<Upload> {
    const { openUpload } = await import('../session/streams/volume-streams.ts');
    return openUpload(this.connection.session, this.reference, options);
  }

  /**
   * Writes it to a file or block device of this machine; holes stay holes unless `sparse` is `false`. The file is made, or
   * made anew; with an `offset` it is there already, and written on from that place.
   *
   * @example
   * const { bytes, digest } = await volume.downloadTo('disk.img', {
   *   hash: 'sha256',
   *   onProgress: ({ position }) => console.log(position),
   * });
   * console.log(bytes, digest);
   *
   * @throws LibvirtError as {@link download}; FileError when the file cannot be written, which then keeps what has come.
   * Node only
   * @see virStorageVolDownload, since libvirt 0.9.0; with holes since libvirt 3.4.0
   */
  async downloadTo(path: string, options: TransferOptions = {}): Promise<TransferResult> {
    const { downloadTo } = await import('../session/transfers/download-to.ts');
    return downloadTo(this.connection.session, this.reference, path, options);
  }

  /**
   * Reads it from a file or block device of this machine. Needs a connection that may write. With an `offset` it goes on
   * from that place, in both.
   *
   * Unless `sparse` is said, long runs of zeros are sent as holes where nothing of the volume has been written yet, and
   * as zeros where something has. `true` sends holes in any case: the volume keeps there what it had.
   *
   * @example
   * await volume.uploadFrom('disk.img', { signal: AbortSignal.timeout(60_000) });
   *
   * @throws LibvirtError as {@link upload}; FileError when the file cannot be read. Node only
   * @see virStorageVolUpload, since libvirt 0.9.0; with holes since libvirt 3.4.0
   */
  async uploadFrom(path: string, options: TransferOptions = {}): Promise<TransferResult> {
    const { uploadFrom } = await import('../session/transfers/upload-from.ts');
    return uploadFrom(this.connection.session, this.reference, path, options);
  }

  /** Whether the other handle stands for the same volume on the same connection. */
  equals(other: StorageVol): boolean {
    return this.connection === other.connection && this.key === other.key;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { pool: string; name: string; key: string } {
    return this.reference;
  }

  [inspectSymbol](): string {
    const { pool, name, key } = this;
    return `StorageVol { pool: ${JSON.stringify(pool)}, name: ${JSON.stringify(name)}, key: ${JSON.stringify(key)} }`;
  }
}
