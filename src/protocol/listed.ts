/*
 * Codecs and procedures as they stand in a list: what type their values have, only the list's reader can know.
 */

/** The codec of some type of the protocol files. */
export interface ListedCodec {
  /** The type's name in the protocol file, as `remote_domain_get_info_ret`. */
  readonly name: string;
  /** The bytes of `value`; throws an XdrError that names the field when the value does not fit the type. */
  encode(value: unknown): Uint8Array;
  /** The value that `bytes` hold, all of them; throws an XdrError that names field and byte. */
  decode(bytes: Uint8Array): unknown;
}

interface ListedFacts {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly name: string;
  readonly acl: readonly string[];
  readonly since: string;
}

interface ListedCall extends ListedFacts {
  readonly kind: 'call';
  readonly args: ListedCodec;
  readonly result: ListedCodec;
  readonly stream?: 'read' | 'write' | 'duplex' | undefined;
  readonly sparseFlag?: number;
  readonly priority?: 'high';
  readonly fds?: 'required' | 'optional';
}

interface ListedEvent extends ListedFacts {
  readonly kind: 'event';
  readonly payload: ListedCodec;
}

/** Some procedure of some program. */
export type ListedProcedure = ListedCall | ListedEvent;
