import { codecs, procedures } from '../generated/registry.ts';
import type { ListedCodec, ListedProcedure } from './listed.ts';

export type { ListedCodec, ListedProcedure } from './listed.ts';
export { codecs, procedures };

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
