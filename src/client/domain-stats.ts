import type { ConnectGetAllDomainStatsFlags, DomainStatsTypes } from '../generated/api-enums.ts';
import { connectGetAllDomainStats } from '../generated/remote-procedures.ts';
import type { TypedParam } from '../generated/remote-types.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Connection } from './connection.ts';
import { Domain } from './domain.ts';
import { type FlagOptions, flagBits } from './flag-options.ts';
import { type DomainStats, type DomainStatsParameters, domainStatsById } from './generated/typed-parameter-names.ts';
import { parameterTree } from './parameter-tree.ts';
import { parametersOf } from './typed-parameters.ts';

/** What is asked about which domains. */
export interface DomainStatsOptions extends CallOptions, FlagOptions<ConnectGetAllDomainStatsFlags> {
  /** The domains; without them all, or those that the flags ask for. */
  readonly domains?: readonly Domain[] | undefined;
  /** What to tell; without it all that the driver can, and flags may make an error of what it cannot. */
  readonly stats?: DomainStatsTypes | readonly DomainStatsTypes[] | undefined;
}

/**
 * The statistics of a domain: as an object by the parts of their names, `stats.block[0].rd.bytes`, and as a record by
 * their whole names, `params['block.0.rd.bytes']`. Each is made when it is first asked for.
 */
export class DomainStatsRecord {
  readonly domain: Domain;
  readonly #wire: readonly TypedParam[];
  #stats: DomainStats | undefined;
  #params: DomainStatsParameters | undefined;

  /** Records come from `getAllDomainStats`. */
  constructor(domain: Domain, wire: readonly TypedParam[]) {
    this.domain = domain;
    this.#wire = wire;
  }

  /** Disks, interfaces and monitors are arrays, virtual CPUs and I/O threads objects by their ids. */
  get stats(): DomainStats {
    this.#stats ??= parameterTree<DomainStats>(this.#wire, domainStatsById);
    return this.#stats;
  }

  /** The statistics by their whole names, as the daemon sent them. */
  get params(): DomainStatsParameters {
    this.#params ??= parametersOf<DomainStatsParameters>(this.#wire);
    return this.#params;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { domain: ReturnType<Domain['toJSON']>; stats: DomainStats } {
    return { domain: this.domain.toJSON(), stats: this.stats };
  }
}

/** What `Connection.getAllDomainStats` does. */
export async function getAllDomainStats(
  connection: Connection,
  options: DomainStatsOptions = {},
): Promise<DomainStatsRecord[]> {
  // On the wire no domains stand for all of them.
  if (options.domains?.length === 0) return [];
  const args = {
    doms: options.domains?.map(({ reference }) => reference) ?? [],
    stats: flagBits({ flags: options.stats }),
    flags: flagBits(options),
  };
  const { retStats } = await connection.session.call(connectGetAllDomainStats, args, options);
  return retStats.map(({ dom, params }) => new DomainStatsRecord(new Domain(connection, dom), params));
}
