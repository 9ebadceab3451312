import { FileError } from '../../errors/file-error.ts';
import type { NonnullStorageVol } from '../../generated/remote-types.ts';
import type { Session } from '../session.ts';
import type { StreamPort } from '../streams/stream-port.ts';
import { openDownloadPort, partOf } from '../streams/volume-streams.ts';
import { LocalFile } from './local-file.ts';
import { PortReader } from './port-reader.ts';
import { TransferMeter } from './transfer-meter.ts';
import type { TransferOptions, TransferResult } from './transfer-options.ts';

const pieceBytes = 256 * 1024;
/** As many packets as wait while others are written. */
const mostPieces = 8;
const zeros = new Uint8Array(pieceBytes);

/** Writes a volume to a file of this machine. */
export async function downloadTo(
  session: Session,
  vol: NonnullStorageVol,
  path: string,
  options: TransferOptions,
): Promise<TransferResult> {
  const { offset, length } = partOf(options);
  const what = `the download of ${vol.name} to ${path}`;
  const meter = new TransferMeter(what, options, offset);
  if (length > 0n) meter.end = offset + length;
  // The stream first: where there is no such volume, the file stays as it is.
  const port = await openDownloadPort(session, vol, options, options.sparse ?? true);
  const reader = new PortReader(port, what, options.signal);
  try {
    const file = await LocalFile.open(path, offset > 0n ? 'r+' : 'w');
    try {
      if (offset > 0n) await prepare(file, offset, meter);
      await writeAll(port, reader, file, offset, meter);
    } catch (error) {
      // What fails first is told; the file is closed in any case.
      await file.close().catch(() => undefined);
      throw error;
    }
    await file.close();
    return meter.result();
  } finally {
    await reader.close();
  }
}

/** Shows what an earlier transfer has left, and cuts what lies behind: holes are to be holes. */
async function prepare(file: LocalFile, offset: bigint, meter: TransferMeter): Promise<void> {
  if (file.canHaveHoles && file.size < offset) {
    throw new FileError(file.path, `it has ${file.size} bytes, and cannot be gone on with at ${offset}`);
  }
  await showBefore(file, offset, meter);
  if (file.canHaveHoles) await file.truncate(offset);
}

/** Shows the meter what lies before the transfer's beginning, where it wants that. */
export async function showBefore(file: LocalFile, offset: bigint, meter: TransferMeter): Promise<void> {
  if (!meter.wantsAll) return;
  const buffer = new Uint8Array(pieceBytes);
  for (let at = 0n; at < offset; ) {
    const left = offset - at;
    const bytes = await file.read(left < BigInt(pieceBytes) ? buffer.subarray(0, Number(left)) : buffer, at);
    if (bytes.length === 0) throw new FileError(file.path, `it ends at ${at}, before ${offset}`);
    meter.before(bytes);
    meter.checkAborted();
    at += BigInt(bytes.length);
  }
}

async function writeAll(
  port: StreamPort,
  reader: PortReader,
  file: LocalFile,
  offset: bigint,
  meter: TransferMeter,
): Promise<void> {
  let at = offset;
  for (let item = await reader.next(); item !== undefined; item = await reader.next()) {
    if (item instanceof Uint8Array) {
      // What has come meanwhile goes with it: to write costs little, to have it done by another thread more.
      const pieces = [item, ...reader.ready(mostPieces - 1)];
      await file.writeAll(pieces, at);
      for (const piece of pieces) {
        at += BigInt(piece.length);
        await meter.add(piece);
        port.recycle(piece);
      }
    } else {
      if (!file.canHaveHoles) await writeZeros(file, at, item.hole, meter);
      at += item.hole;
      await meter.add(item);
    }
  }
  // A hole at the end is written by nothing else.
  if (file.canHaveHoles) await file.truncate(at);
}

async function writeZeros(file: LocalFile, from: bigint, length: bigint, meter: TransferMeter): Promise<void> {
  for (let at = 0n; at < length; at += BigInt(pieceBytes)) {
    const left = length - at;
    await file.write(left < BigInt(pieceBytes) ? zeros.subarray(0, Number(left)) : zeros, from + at);
    meter.checkAborted();
  }
}
