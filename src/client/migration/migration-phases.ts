import type { NonnullDomain } from '../../generated/remote-types.ts';

/** What daemons give each other through the client, which does not look into it. */
export type MigrationCookie = Uint8Array;

/** The destination is ready; the URI is where to send to. */
export interface Prepared {
  readonly cookie: MigrationCookie;
  readonly uri: string | undefined;
}

/** The destination has the domain. */
export interface Finished {
  readonly cookie: MigrationCookie;
  readonly dom: NonnullDomain;
}

/** The calls of a migration that the client drives. What each is told by the ones before, it remembers itself. */
export interface MigrationPhases {
  /** At the source: describes the domain as the destination is to define it. */
  begin(flags: number): Promise<MigrationCookie>;
  /** At the destination: makes ready to receive, and tells where, unless the caller did. */
  prepare(cookie: MigrationCookie, flags: number): Promise<Prepared>;
  /** At the source: sends the domain; takes as long as that takes. */
  perform(cookie: MigrationCookie, flags: number): Promise<MigrationCookie>;
  /** At the destination: lets it run, or forgets it when the migration is cancelled. */
  finish(cookie: MigrationCookie, flags: number, cancelled: boolean): Promise<Finished>;
  /** At the source: forgets it, or lets it go on there when the migration is cancelled. */
  confirm(cookie: MigrationCookie, flags: number, cancelled: boolean): Promise<void>;
}
