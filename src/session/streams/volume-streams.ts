import { UsageError } from '../../errors/usage-error.ts';
import { storageVolDownload, storageVolUpload } from '../../generated/remote-procedures.ts';
import type { NonnullStorageVol } from '../../generated/remote-types.ts';
import type { Session } from '../session.ts';
import { Download } from './download.ts';
import { openStream, type StreamOptions } from './open-stream.ts';
import type { StreamPort } from './stream-port.ts';
import { Upload } from './upload.ts';

/** Which part of a volume. */
export interface VolumePart {
  /** Where it begins, in bytes; 0 unless told. */
  readonly offset?: number | bigint | undefined;
  /** How many bytes it has; 0, unless told, for all to the end. */
  readonly length?: number | bigint | undefined;
}

/** How a volume is read. */
export interface DownloadOptions extends StreamOptions, VolumePart {
  /**
   * `true` lets the daemon send holes as holes, of which the reader sees zeros; with `'holes'` the stream has items, each
   * a Uint8Array or `{ hole: bytes }`.
   */
  readonly sparse?: boolean | 'holes' | undefined;
}

/** How a volume is written. */
export interface UploadOptions extends StreamOptions, VolumePart {
  /** Takes holes as well, as `{ hole: bytes }` between the bytes. */
  readonly sparse?: boolean | undefined;
}

/** Opens the stream of a volume's bytes. */
export async function openDownload(
  session: Session,
  vol: NonnullStorageVol,
  options: DownloadOptions,
): Promise<Download> {
  const { sparse = false, signal } = options;
  const port = await openDownloadPort(session, vol, options, sparse !== false);
  return new Download(port, `the download of ${vol.name}`, sparse === 'holes' ? 'items' : 'zeros', signal);
}

/** Opens the stream that takes a volume's bytes. */
export async function openUpload(session: Session, vol: NonnullStorageVol, options: UploadOptions): Promise<Upload> {
  const { sparse = false, signal } = options;
  return new Upload(await openUploadPort(session, vol, options, sparse), `the upload of ${vol.name}`, sparse, signal);
}

/** {@link openDownload} for those who make no Node stream of it. */
export async function openDownloadPort(
  session: Session,
  vol: NonnullStorageVol,
  options: StreamOptions & VolumePart,
  sparse: boolean,
): Promise<StreamPort> {
  const args = { vol, ...partOf(options), flags: sparse ? (storageVolDownload.sparseFlag ?? 0) : 0 };
  return (await openStream(session, storageVolDownload, args, options)).port;
}

/** {@link openUpload} for those who make no Node stream of it. */
export async function openUploadPort(
  session: Session,
  vol: NonnullStorageVol,
  options: StreamOptions & VolumePart,
  sparse: boolean,
): Promise<StreamPort> {
  const args = { vol, ...partOf(options), flags: sparse ? (storageVolUpload.sparseFlag ?? 0) : 0 };
  return (await openStream(session, storageVolUpload, args, options)).port;
}

/** The part as the protocol has it; throws a UsageError for one that cannot be. */
export function partOf({ offset = 0, length = 0 }: VolumePart): { readonly offset: bigint; readonly length: bigint } {
  return { offset: bytes('offset', offset), length: bytes('length', length) };
}

function bytes(name: string, value: number | bigint): bigint {
  if (typeof value === 'bigint' ? value < 0n : !(Number.isSafeInteger(value) && value >= 0)) {
    throw new UsageError(`${name} is a whole number of bytes from 0, not ${String(value)}`);
  }
  return BigInt(value);
}
