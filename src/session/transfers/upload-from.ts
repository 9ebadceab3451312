import { FileError } from '../../errors/file-error.ts';
import { storageVolGetInfo } from '../../generated/remote-procedures.ts';
import type { NonnullStorageVol } from '../../generated/remote-types.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Session } from '../session.ts';
import type { StreamItem } from '../streams/item-queue.ts';
import { openUploadPort, partOf } from '../streams/volume-streams.ts';
import { showBefore } from './download-to.ts';
import { FileReader } from './file-reader.ts';
import { LocalFile } from './local-file.ts';
import { PortWriter } from './port-writer.ts';
import { TransferMeter } from './transfer-meter.ts';
import type { TransferOptions, TransferResult } from './transfer-options.ts';
import { ZeroRuns } from './zero-runs.ts';

/** Writes a file of this machine to a volume. */
export async function uploadFrom(
  session: Session,
  vol: NonnullStorageVol,
  path: string,
  options: TransferOptions,
): Promise<TransferResult> {
  const { offset, length } = partOf(options);
  const what = `the upload of ${path} to ${vol.name}`;
  const meter = new TransferMeter(what, options, offset);
  const file = await LocalFile.open(path, 'r');
  try {
    meter.end = endOf(file, offset, length);
    await showBefore(file, offset, meter);
    const sparse = options.sparse ?? (await hasNothing(session, vol, options));
    const port = await openUploadPort(session, vol, options, sparse);
    const writer = new PortWriter(port, what, options.signal);
    try {
      await sendAll(new FileReader(file, offset, meter.end), writer, meter, sparse);
      await writer.finish();
    } finally {
      await writer.close();
    }
    return meter.result();
  } finally {
    // It was only read: closing it can tell nothing of interest.
    await file.close().catch(() => undefined);
  }
}

/**
 * Whether nothing of a volume has been written yet. Where a hole is sent, the daemon leaves what there is, so that only
 * there a hole reads as zeros.
 */
export async function hasNothing(session: Session, vol: NonnullStorageVol, limits: CallOptions): Promise<boolean> {
  const { signal, timeout } = limits;
  return (await session.call(storageVolGetInfo, { vol }, { signal, timeout })).allocation === 0n;
}

/** Where the transfer ends; a block device does not tell, unless so many bytes were asked for. */
function endOf({ path, size, canHaveHoles }: LocalFile, offset: bigint, length: bigint): bigint | undefined {
  if (!canHaveHoles) return length > 0n ? offset + length : undefined;
  if (size < offset + length)
    throw new FileError(path, `it has ${size} bytes, and not the ${offset + length} asked for`);
  return length > 0n ? offset + length : size;
}

async function sendAll(reader: FileReader, writer: PortWriter, meter: TransferMeter, sparse: boolean): Promise<void> {
  const runs = sparse ? new ZeroRuns() : undefined;
  const send = async (item: StreamItem): Promise<boolean> => {
    await meter.add(item);
    return writer.write(item);
  };
  try {
    for (let piece = await reader.next(); piece !== undefined; piece = await reader.next()) {
      let isFree = true;
      for (const item of runs?.push(piece) ?? [piece]) isFree = (await send(item)) && isFree;
      if (isFree) reader.recycle(piece);
    }
    for (const item of runs?.flush() ?? []) await send(item);
  } finally {
    await reader.settled();
  }
}
