/*
 * Codecs and procedures as they stand in a list: what type their values have, only the list's reader can know.
 */
import type { XdrCodec } from '@xdr-ts/runtime';

/** The codec of some type of the protocol files, as generated code lists it. */
export type ErasedCodec = XdrCodec<unknown>;

/** The codec of some type of the protocol files. */
export interface ListedCodec extends ErasedCodec {
  /** The bytes of `value`; throws an XdrError that names the field when the value does not fit the type. */
  encode(value: unknown): Uint8Array;
  /** The value that `bytes` hold, all of them; throws an XdrError that names field and byte. */
  decode(bytes: Uint8Array): unknown;
}

interface Facts {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly name: string;
  readonly acl: readonly string[];
  readonly since: string;
}

interface Call<Codec> extends Facts {
  readonly kind: 'call';
  readonly args: Codec;
  readonly result: Codec;
  readonly stream?: 'read' | 'write' | 'duplex' | undefined;
  readonly sparseFlag?: number;
  readonly priority?: 'high';
  readonly fds?: 'required' | 'optional';
}

interface Event<Codec> extends Facts {
  readonly kind: 'event';
  readonly payload: Codec;
}

/** Some procedure of some program, as generated code lists it. */
export type ErasedProcedure = Call<ErasedCodec> | Event<ErasedCodec>;

/** Some procedure of some program. */
export type ListedProcedure = Call<ListedCodec> | Event<ListedCodec>;
