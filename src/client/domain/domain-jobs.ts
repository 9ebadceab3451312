import type {
  DomainGetJobStatsFlags,
  DomainJobType,
  DomainMigrateFlags,
  DomainSnapshotListFlags,
} from '../../generated/api-enums.ts';
import { domainGetJobStats, domainListAllSnapshots } from '../../generated/remote-procedures.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { DomainSnapshot } from '../domain-snapshot.ts';
import { type FlagOptions, flagBits } from '../flag-options.ts';
import {
  type DomainJobStats,
  type DomainMigrateParametersInput,
  domainMigrateParameters,
} from '../generated/typed-parameter-names.ts';
import { listAll } from '../list-all.ts';
import { migrateToUri } from '../migration/migrate-to-uri.ts';
import { parametersOf, wireParameters } from '../typed-parameters.ts';
import { DomainInside } from './domain-inside.ts';

/** What {@link Domain.getJobStats} tells. */
export interface DomainJobTypeAndStats {
  /** Whether there is a job, whether its end is known, or how it ended. */
  readonly type: DomainJobType;
  /** How far it is, or how it went: by the kind of job in bytes, milliseconds and counts. */
  readonly params: DomainJobStats;
}

/** A domain's jobs, its way to other hosts, its snapshots. */
export abstract class DomainJobs extends DomainInside {
  /**
   * Tells how far the job is that goes on or, by flags, how the last one went.
   * @see virDomainGetJobStats, since libvirt 1.0.3
   */
  async getJobStats(options: CallOptions & FlagOptions<DomainGetJobStatsFlags> = {}): Promise<DomainJobTypeAndStats> {
    const args = { dom: this.reference, flags: flagBits(options) };
    const { type, params } = await this.connection.session.call(domainGetJobStats, args, options);
    return { type, params: parametersOf<DomainJobStats>(params) };
  }

  /**
   * Moves it to another host, peer to peer: its daemon connects to the other one and does everything. Resolves when it
   * has moved; {@link Domain.getJobStats} tells how far it is. Needs a connection that may write.
   *
   * An abort of the signal aborts the job, and the domain goes on where it was; if it comes too late the domain moves.
   * Without a timeout of its own the call takes as long as it takes; a timeout ends the wait, not the job.
   *
   * @example
   * await domain.migrateToURI('qemu+tls://kvm2/system', {}, { flags: [DomainMigrateFlags.LIVE] });
   *
   * @param uri the other daemon, as this domain's daemon reaches it
   * @param params names, limits and addresses at the destination
   * @throws AbortError when it was aborted; LibvirtError VIR_ERR_OPERATION_FAILED and others when it stays where it is;
   * UsageError for flags that exclude each other or that the daemon is too old for, and for a URI without another host
   * @see virDomainMigrateToURI3, since libvirt 1.1.0
   */
  async migrateToURI(
    uri: string,
    params: DomainMigrateParametersInput = {},
    options: CallOptions & FlagOptions<DomainMigrateFlags> = {},
  ): Promise<void> {
    const from = { source: this.connection.session, dom: this.reference };
    await migrateToUri(from, uri, wireParameters(domainMigrateParameters, params), flagBits(options), options);
  }

  /**
   * Lists its snapshots: all of them, or those that the flags ask for.
   * @see virDomainListAllSnapshots, since libvirt 0.9.13
   */
  async listAllSnapshots(options: CallOptions & FlagOptions<DomainSnapshotListFlags> = {}): Promise<DomainSnapshot[]> {
    const flags = flagBits(options);
    const args = { dom: this.reference, need_results: 1, flags };
    return listAll(options, flags, {
      all: async (next) => {
        const { snapshots } = await this.connection.session.call(domainListAllSnapshots, args, next);
        return snapshots.map((each) => new DomainSnapshot(this.connection, each));
      },
      // The names are asked for with the same flags.
      lists: [{ flag: flags, list: (next) => this.snapshotListNames({ ...next, rawFlags: flags }) }],
      find: (name, next) => this.snapshotLookupByName(name, next),
      gone: 'VIR_ERR_NO_DOMAIN_SNAPSHOT',
    });
  }
}
