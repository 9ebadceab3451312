// A program of its own, so that its peak of memory is that of one transfer: carries it out, and says how it went.
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { connect } from '../../../src/client/connect.ts';
import { copyVolume } from '../../../src/client/copy-volume.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';
import type { TransferOptions, TransferResult } from '../../../src/session/transfers/transfer-options.ts';

export interface TransferJob extends Pick<TransferOptions, 'sparse' | 'hash'> {
  readonly uri: string;
  /** `upload` and `download` are by Node's own streams. */
  readonly way: 'up' | 'down' | 'copy' | 'upload' | 'download';
  /** The volume's key. */
  readonly volume: string;
  /** The file, or the key of the volume that becomes the copy. */
  readonly other: string;
}

export interface TransferReport {
  readonly bytes: string;
  readonly holes: string;
  readonly digest: string | undefined;
  /** The most memory that the process has had, in bytes. */
  readonly peak: number;
}

const job: TransferJob = JSON.parse(process.argv[2] ?? '{}');

await using connection = await connect(job.uri);
const volume = await connection.lookupStorageVolByKey(job.volume);
const { bytes, holes, digest } = await carryOut(volume);
const report: TransferReport = {
  bytes: String(bytes),
  holes: String(holes),
  digest,
  peak: peakOfMemory(),
};
process.stdout.write(JSON.stringify(report));

async function carryOut(volume: StorageVol): Promise<TransferResult> {
  const { way, other } = job;
  switch (way) {
    case 'up':
      return volume.uploadFrom(other, job);
    case 'down':
      return volume.downloadTo(other, job);
    case 'copy':
      return copyVolume(volume, await connection.lookupStorageVolByKey(other), job);
    case 'upload':
      await pipeline(createReadStream(other), await volume.upload());
      break;
    case 'download':
      await pipeline(await volume.download(), createWriteStream(other));
  }
  return { bytes: BigInt((await stat(other)).size), holes: 0n, digest: undefined };
}

/** The kernel's other figure, `maxRSS`, begins with that of the process which started this one. */
function peakOfMemory(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kibibytes) * 1024;
}
