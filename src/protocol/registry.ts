import { decodeXdr, encodeXdr } from '@xdr-ts/runtime';
import { codecs as plainCodecs, procedures as plainProcedures } from '../generated/registry.ts';
import type { ErasedCodec, ErasedProcedure, ListedCodec, ListedProcedure } from './listed.ts';

export type { ListedCodec, ListedProcedure } from './listed.ts';

/** Every struct, union, enum and typedef of the protocol files. */
export const codecs: readonly ListedCodec[] = plainCodecs.map(listCodec);
/** Every procedure of every program. */
export const procedures: readonly ListedProcedure[] = plainProcedures.map(listProcedure);

const codecsByName = new Map(codecs.map((codec) => [codec.name, codec]));
const proceduresByNumber = new Map(
  procedures.map((procedure) => [`${procedure.program}/${procedure.procedure}`, procedure]),
);

/** The codec of a struct, union, enum or typedef by its name in the protocol files, as `remote_domain_get_info_ret`. */
export function typeByName(name: string): ListedCodec | undefined {
  return codecsByName.get(name);
}

/** A procedure by the numbers of its program and its own, as they stand in a packet's header. */
export function procedureByNumber(program: number, procedure: number): ListedProcedure | undefined {
  return proceduresByNumber.get(`${program}/${procedure}`);
}

function listCodec(codec: ErasedCodec): ListedCodec {
  return {
    ...codec,
    encode: (value) => encodeXdr(codec, value),
    decode: (bytes) => decodeXdr(codec, bytes),
  };
}

function listProcedure(procedure: ErasedProcedure): ListedProcedure {
  return procedure.kind === 'call'
    ? { ...procedure, args: listCodec(procedure.args), result: listCodec(procedure.result) }
    : { ...procedure, payload: listCodec(procedure.payload) };
}
