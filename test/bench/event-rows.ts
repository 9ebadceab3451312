import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestDaemon } from '../support/test-daemon.ts';
import { median, runForJson } from './measurement.ts';
import { eventBars } from './operations.ts';
import type { EventFloodResult } from './peers/event-flood.ts';
import { ourProgram } from './peers.ts';

/** Calls beside a flood of events for a consumer that sleeps: medians, times of a call in microseconds. */
export interface EventRow {
  readonly usual: number;
  readonly meanwhile: number;
  readonly ratio: number;
  /** The most that any run has kept, in bytes. */
  readonly kept: number;
  readonly events: number;
  readonly lost: number;
  readonly met: boolean;
}

/** Throws when an event was neither taken nor counted as lost. */
export async function measureEvents(rounds: number): Promise<EventRow> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-bench-'));
  const daemon = await startTestDaemon();
  const [node = '', ...words] = ourProgram('event-flood');
  const runs: EventFloodResult[] = [];
  try {
    // Each takes ten seconds by its rate alone.
    for (let round = 0; round < Math.min(rounds, 3); round++) {
      runs.push(await runForJson([node, '--expose-gc', ...words, daemon.socketPath, directory]));
    }
  } finally {
    await daemon.stop();
    await rm(directory, { recursive: true, force: true });
  }
  const [first] = runs;
  if (first === undefined || runs.some(({ events, taken, lost }) => taken + lost !== events)) {
    throw new Error(`events were not counted: ${JSON.stringify(runs)}`);
  }
  const ratio = median(runs.map(({ usual, meanwhile }) => meanwhile / usual));
  const kept = Math.max(...runs.map((run) => run.kept));
  return {
    usual: median(runs.map(({ usual }) => usual)),
    meanwhile: median(runs.map(({ meanwhile }) => meanwhile)),
    ratio,
    kept,
    events: first.events,
    lost: first.lost,
    met: ratio <= eventBars.calls && kept <= eventBars.kept,
  };
}
