import type { CodecRow } from './codec-rows.ts';
import type { OperationResult, Profile, Verdict } from './daemon-rows.ts';
import type { EventRow } from './event-rows.ts';
import { eventBars, operations, volumeBars, wirePolicyBar } from './operations.ts';
import type { SelfTime } from './self-time.ts';
import type { VolumeRow } from './volume-rows.ts';
import type { WirePolicyRow } from './wire-policy-rows.ts';

/** An operation's absolute numbers, and behind each other peer the ratios of ours to it. */
export function operationTable({ operation, calls, concurrency, rows }: OperationResult): string {
  const ours = rows.filter((row) => row.ours);
  const head = ['', 'CPU µs', 'wall µs', ...ours.flatMap(({ peer }) => [`${peer} CPU`, 'wall'])];
  const body = rows.map(({ peer, ours: own, cpu, wall }) => [
    peer,
    cpu.toFixed(1),
    wall.toFixed(1),
    ...ours.flatMap((row) => (own ? ['', ''] : [ratio(row.cpu / cpu), ratio(row.wall / wall)])),
  ]);
  return `${operations[operation].title} (${calls} calls, ${concurrency} at once)\n${align([head, ...body])}`;
}

export function codecTable(rows: readonly CodecRow[]): string {
  const head = ['', 'libvirt-rpc µs', 'MB/s', 'js-xdr µs', 'MB/s', 'speedup'];
  const body = rows.map(({ direction, ours, theirs, bytes, speedup }) => [
    direction,
    ours.toFixed(1),
    (bytes / ours).toFixed(0),
    theirs.toFixed(1),
    (bytes / theirs).toFixed(0),
    `${speedup.toFixed(2)}x`,
  ]);
  return `codec of 1,000 domains (${rows[0]?.bytes} bytes)\n${align([head, ...body])}`;
}

export function eventTable({ usual, meanwhile, ratio: value, kept, events, lost }: EventRow): string {
  const head = ['', 'call µs', 'beside it µs', 'ratio', 'kept KiB', 'lost'];
  const body = [
    'libvirt-rpc',
    usual.toFixed(1),
    meanwhile.toFixed(1),
    ratio(value),
    (kept / 1024).toFixed(0),
    `${lost}`,
  ];
  return `sequential domainGetInfo beside ${events} events, 10,000 a second, for a consumer that sleeps\n${align([head, body])}`;
}

export function volumeTable(rows: readonly VolumeRow[]): string {
  const head = ['', 'libvirt-rpc MiB/s', 'CPU s', 'virsh MiB/s', 'CPU s', 'throughput', 'CPU'];
  const body = rows.map(({ way, bytes, ours, theirs, throughput, cpu }) => [
    way,
    (bytes / 2 ** 20 / ours.wall).toFixed(0),
    ours.cpu.toFixed(2),
    (bytes / 2 ** 20 / theirs.wall).toFixed(0),
    theirs.cpu.toFixed(2),
    ratio(throughput),
    ratio(cpu),
  ]);
  return `volume of ${(rows[0]?.bytes ?? 0) / 2 ** 20} MiB, whole programs but for their start\n${align([head, ...body])}`;
}

export function wirePolicyTable({ blocking, quick, besideSlow, ratio: value }: WirePolicyRow): string {
  const head = ['', 'call µs', 'ratio'];
  const usual = blocking.find(({ maxInFlight }) => maxInFlight === 4)?.call ?? Number.NaN;
  const bodies = blocking.map(({ maxInFlight, call }) => [
    `that may block, ${maxInFlight} on the wire`,
    call.toFixed(1),
    ratio(call / usual),
  ]);
  const quickBodies = [
    ['that never block', quick.toFixed(1), ''],
    ['that never block, beside 100 that wait', besideSlow.toFixed(1), ratio(value)],
  ];
  return `bursts of 1,000 calls\n${align([head, ...bodies, ...quickBodies])}`;
}

export function verdictTable(
  verdicts: readonly Verdict[],
  codecRows: readonly CodecRow[],
  eventRows: readonly EventRow[],
  wirePolicyRows: readonly WirePolicyRow[],
  volumeRows: readonly VolumeRow[],
): string {
  const daemon = verdicts.map(({ operation, measure, peer, against, ratio: value, atMost, met }) => [
    met ? 'met' : 'MISSED',
    `${operations[operation].title}: ${measure === 'cpu' ? 'CPU' : 'wall'} of ${peer} to ${against}`,
    ratio(value),
    `at most ${atMost}`,
  ]);
  const codec = codecRows.map(({ direction, speedup, atLeast, met }) => [
    met ? 'met' : 'MISSED',
    `codec: ${direction} against @stellar/js-xdr`,
    `${speedup.toFixed(2)}x`,
    `at least ${atLeast}x`,
  ]);
  const events = eventRows.map(({ ratio: value, kept, met }) => [
    met ? 'met' : 'MISSED',
    `events: calls beside a flood, to without; ${(kept / 1024).toFixed(0)} KiB kept`,
    ratio(value),
    `at most ${eventBars.calls}, ${eventBars.kept / 1024} KiB`,
  ]);
  const wirePolicy = wirePolicyRows.map(({ ratio: value, met }) => [
    met ? 'met' : 'MISSED',
    'wire policy: quick calls beside slow ones, to alone',
    ratio(value),
    `at most ${wirePolicyBar}`,
  ]);
  const volumes = volumeRows.map(({ way, throughput, cpu, met }) => [
    met ? 'met' : 'MISSED',
    `volume ${way}: throughput and CPU to virsh's`,
    `${ratio(throughput)}, ${ratio(cpu)}`,
    `at least ${volumeBars.throughput}, at most ${volumeBars.cpu}`,
  ]);
  return `bars\n${align([...daemon, ...codec, ...events, ...wirePolicy, ...volumes])}`;
}

export function profileTable({ operation, peer, functions }: Profile): string {
  return `profile of ${peer}, ${operations[operation].title}\n${selfTimeTable(functions)}`;
}

export function selfTimeTable(functions: readonly SelfTime[]): string {
  return align(functions.map(({ place, share }) => [place, `${(100 * share).toFixed(1)} %`]));
}

function ratio(value: number): string {
  return value.toFixed(2);
}

/** Columns of equal width: words to the left, numbers to the right. */
function align(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) =>
      row.map((cell, column) => (/^-?[\d.]/.test(cell) ? cell.padStart(width(column)) : cell.padEnd(width(column)))),
    )
    .map((cells) => `  ${cells.join('  ')}`.trimEnd())
    .join('\n');
}
