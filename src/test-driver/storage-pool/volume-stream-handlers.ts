import { ErrorDomain, ErrorNumber, StorageVolDownloadFlags, StorageVolUploadFlags } from '../../generated/api-enums.ts';
import { storageVolDownload, storageVolUpload } from '../../generated/remote-procedures.ts';
import { checkFlags, Fault } from '../fault.ts';
import { type HandledProcedure, handleStream } from '../handle.ts';
import { largestPiece } from '../stream/largest-piece.ts';
import { type Piece, ReadingSink } from '../stream/reading-sink.ts';
import { activePool, volumeNamed } from './find-storage-pool.ts';
import { allocationOf } from './storage-pool.ts';
import { storagePoolRefreshed } from './storage-pool-events.ts';
import { type StorageVolume, withCapacity } from './storage-volume.ts';
import { UploadSink } from './upload-sink.ts';

/** What a volume may keep in memory, in bytes; behind that there is no space left, as on a disk. */
const mostKept = 2n * 1024n ** 3n;
/** Behind what a file can have. */
const endOfFiles = 1n << 63n;
/** The number that systems give the error of a place that cannot be. */
const invalid = 22;

function checkOffset({ path }: StorageVolume, offset: bigint): void {
  if (offset < endOfFiles) return;
  const message = `Unable to seek ${path} to ${offset}: Invalid argument`;
  const code = ErrorNumber.ERR_SYSTEM_ERROR;
  throw new Fault({ code, domain: ErrorDomain.STREAMS, message, str1: '%s', str2: message, int1: invalid, int2: -1 });
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

/** The pieces of a volume's bytes from one place to another. */
function piecesOf({ bytes }: StorageVolume, offset: bigint, end: bigint, isSparse: boolean): () => Piece {
  let position = offset;
  return () => {
    if (position >= end) return 'end';
    const { isHole, length } = bytes.extentAt(position, end);
    const skipped = isSparse && isHole;
    const size = skipped ? length : smaller(isSparse ? length : end - position, BigInt(largestPiece));
    const piece = skipped ? { hole: size } : { bytes: bytes.read(position, Number(size)) };
    position += size;
    return piece;
  };
}

/** Clients that read and write the bytes of volumes, as those of libvirt's storage driver do with files. */
export const volumeStreamHandlers: readonly HandledProcedure[] = [
  handleStream(storageVolDownload, (host, { vol, offset, length, flags }, openStream) => {
    checkFlags('storageVolDownload', flags, StorageVolDownloadFlags.SPARSE_STREAM, ErrorDomain.STORAGE);
    const volume = volumeNamed(activePool(host, vol.pool), vol.name);
    checkOffset(volume, offset);
    const isSparse = (flags & StorageVolDownloadFlags.SPARSE_STREAM) !== 0;
    const end = length === 0n ? volume.capacity : smaller(volume.capacity, offset + length);
    openStream(isSparse, (stream) => new ReadingSink(stream, piecesOf(volume, offset, end, isSparse)));
  }),
  handleStream(storageVolUpload, (host, { vol, offset, length, flags }, openStream) => {
    checkFlags('storageVolUpload', flags, StorageVolUploadFlags.SPARSE_STREAM, ErrorDomain.STORAGE);
    const pool = activePool(host, vol.pool);
    const volume = volumeNamed(pool, vol.name);
    checkOffset(volume, offset);
    // A file grows when it is written to behind its end, as far as there is room.
    const most = volume.capacity + pool.capacity - allocationOf(pool);
    const wanted = length === 0n ? most : smaller(most, offset + length);
    const end = wanted < offset ? offset : wanted;
    const finished = (position: bigint): void => {
      const current = host.storagePools.byName(pool.name);
      const written = current?.volumes.byName(volume.name);
      // Somebody may have taken them away meanwhile.
      if (current === undefined || written?.bytes !== volume.bytes) return;
      if (position > written.capacity) current.volumes.add(withCapacity(written, position));
      host.events.emit(storagePoolRefreshed(current));
    };
    const isSparse = (flags & StorageVolUploadFlags.SPARSE_STREAM) !== 0;
    openStream(isSparse, (stream) => new UploadSink(stream, { bytes: volume.bytes, offset, end, mostKept }, finished));
  }),
];
