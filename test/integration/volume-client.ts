// A program of its own, so that its peak of memory is that of one transfer: carries it out, and says how it went.
import { readFileSync } from 'node:fs';
import { connect } from '../../src/client/connect.ts';
import { copyVolume } from '../../src/client/copy-volume.ts';
import type { TransferOptions } from '../../src/session/transfers/transfer-options.ts';

export interface TransferJob extends Pick<TransferOptions, 'sparse' | 'hash'> {
  readonly uri: string;
  readonly way: 'up' | 'down' | 'copy';
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
const { bytes, holes, digest } = await (job.way === 'up'
  ? volume.uploadFrom(job.other, job)
  : job.way === 'down'
    ? volume.downloadTo(job.other, job)
    : copyVolume(volume, await connection.lookupStorageVolByKey(job.other), job));
const report: TransferReport = {
  bytes: String(bytes),
  holes: String(holes),
  digest,
  peak: peakOfMemory(),
};
process.stdout.write(JSON.stringify(report));

/** The kernel's other figure, `maxRSS`, begins with that of the process which started this one. */
function peakOfMemory(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kibibytes) * 1024;
}
