import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestDaemon } from '../support/test-daemon.ts';
import { domainsXml } from './domains-xml.ts';
import { interleave, type Measurement, median, runForJson } from './measurement.ts';
import { bars, type OperationKey, operations } from './operations.ts';
import type { Peer } from './peers.ts';
import { profile, type SelfTime } from './self-time.ts';

/** What a peer took for one operation: medians, in microseconds a call. */
export interface PeerRow {
  readonly peer: string;
  readonly ours: boolean;
  readonly cpu: number;
  readonly wall: number;
  readonly runs: readonly Measurement[];
}

export interface OperationResult {
  readonly operation: OperationKey;
  readonly calls: number;
  readonly concurrency: number;
  readonly rows: readonly PeerRow[];
}

/** Whether one of our peers keeps a bar: the ratio is ours to theirs. */
export interface Verdict {
  readonly operation: OperationKey;
  readonly measure: 'cpu' | 'wall';
  readonly peer: string;
  readonly against: string;
  readonly ratio: number;
  readonly atMost: number;
  readonly met: boolean;
}

export interface Profile {
  readonly operation: OperationKey;
  readonly peer: string;
  readonly functions: readonly SelfTime[];
}

/** A daemon of its own with 2,000 domains, and the peers that are held against each other on it. */
export class DaemonBench {
  readonly #peers: readonly Peer[];
  readonly #coordinates: readonly string[];
  readonly #stop: () => Promise<void>;

  private constructor(peers: readonly Peer[], coordinates: readonly string[], stop: () => Promise<void>) {
    this.#peers = peers;
    this.#coordinates = coordinates;
    this.#stop = stop;
  }

  static async start(peers: readonly Peer[]): Promise<DaemonBench> {
    const limits = { max_clients: 5000, max_queued_clients: 1000, max_anonymous_clients: 5000 };
    const daemon = await startTestDaemon({ config: limits });
    const file = join(daemon.directory, 'domains.xml');
    await writeFile(file, domainsXml(2000));
    return new DaemonBench(peers, [daemon.socketPath, file], daemon.stop);
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  /** Runs all peers in turns. Throws when they did not get the same answers. */
  async measure(operation: OperationKey, rounds: number): Promise<OperationResult> {
    const { calls, concurrency } = operations[operation];
    const runs = await interleave(this.#peers, rounds, ({ command }) =>
      runForJson<Measurement>([...command, ...this.#task(operation, calls)]),
    );
    const rows = this.#peers.map(({ name: peer, ours }): PeerRow => {
      const own = runs.get(peer) ?? [];
      const each = (measure: 'cpu' | 'wall'): number => median(own.map((run) => run[measure])) / calls;
      return { peer, ours, cpu: each('cpu'), wall: each('wall'), runs: own };
    });
    const received = new Set(rows.flatMap((row) => row.runs.map((run) => run.received)));
    if (received.size > 1) throw new Error(`${operation}: the peers received ${[...received].join(' and ')}`);
    return { operation, calls, concurrency, rows };
  }

  /** Where one of our peers spends its time: many more calls, so that its start does not show. */
  async profile(operation: OperationKey, peerName: string): Promise<Profile> {
    const peer = this.#peers.find(({ name }) => name === peerName);
    if (peer === undefined) throw new Error(`no peer is called ${peerName}`);
    const functions = await profile([...peer.command, ...this.#task(operation, operations[operation].calls * 8)]);
    return { operation, peer: peerName, functions };
  }

  #task(operation: OperationKey, calls: number): readonly string[] {
    const { name, concurrency } = operations[operation];
    return [...this.#coordinates, name, String(calls), String(concurrency)];
  }
}

/** Holds the results against the bars; what was not measured has no verdict. */
export function judge(results: readonly OperationResult[]): Verdict[] {
  return bars.flatMap(({ operation, measure, against, atMost }) => {
    const rows = results.find((result) => result.operation === operation)?.rows ?? [];
    const other = rows.find(({ peer }) => peer === against);
    if (other === undefined) return [];
    return rows
      .filter(({ ours }) => ours)
      .map(({ peer, [measure]: own }) => {
        const ratio = own / other[measure];
        return { operation, measure, peer, against, ratio, atMost, met: ratio <= atMost };
      });
  });
}
