import { UsageError } from '../../errors/usage-error.ts';
import type { NonnullStorageVol } from '../../generated/remote-types.ts';
import type { Session } from '../session.ts';
import { openDownloadPort, openUploadPort, partOf } from '../streams/volume-streams.ts';
import { PortReader } from './port-reader.ts';
import { PortWriter } from './port-writer.ts';
import { TransferMeter } from './transfer-meter.ts';
import type { TransferOptions, TransferResult } from './transfer-options.ts';
import { hasNothing } from './upload-from.ts';

/** A volume as the session of its host knows it. */
export interface VolumeOnHost {
  readonly session: Session;
  readonly vol: NonnullStorageVol;
}

/** Writes a volume to another, through this process and without a file in between. */
export async function copyVolume(
  source: VolumeOnHost,
  destination: VolumeOnHost,
  options: TransferOptions,
): Promise<TransferResult> {
  const { offset, length } = partOf(options);
  const what = `the copy of ${source.vol.name} to ${destination.vol.name}`;
  // What was copied before is on neither side of this process.
  if (offset > 0n && options.hash !== undefined) throw new UsageError(`${what}: a part from ${offset} has no digest`);
  const meter = new TransferMeter(what, options, offset);
  if (length > 0n) meter.end = offset + length;
  const sparse = options.sparse ?? (await hasNothing(destination.session, destination.vol, options));
  const reading = await openDownloadPort(source.session, source.vol, options, sparse);
  const reader = new PortReader(reading, what, options.signal);
  try {
    const writing = await openUploadPort(destination.session, destination.vol, options, sparse);
    const writer = new PortWriter(writing, what, options.signal);
    try {
      for (let item = await reader.next(); item !== undefined; item = await reader.next()) {
        await meter.add(item);
        const isFree = await writer.write(item);
        if (isFree && item instanceof Uint8Array) reading.recycle(item);
      }
      await writer.finish();
    } finally {
      await writer.close();
    }
    return meter.result();
  } finally {
    await reader.close();
  }
}
