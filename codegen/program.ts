import type { Constant, EnumType, Procedure, Program, ProtocolType, StructType } from './model.ts';
import { SourceError } from './source.ts';

/**
 * Finds the program of a protocol file: `X_PROGRAM`, `X_PROTOCOL_VERSION` and the procedures of `enum x_procedure`
 * with the structs that are named after them (`x_…_args`, `x_…_ret`, and `x_…_msg` for an event).
 */
export function readProgram(
  file: string,
  constants: readonly Constant[],
  types: readonly ProtocolType[],
): Program | undefined {
  const procedures = types.find((type): type is EnumType => type.kind === 'enum' && type.name === `${file}_procedure`);
  if (procedures === undefined) return undefined;
  const constant = (suffix: string): number => {
    const name = `${file.toUpperCase()}_${suffix}`;
    const found = constants.find((candidate) => candidate.name === name);
    if (found === undefined) throw new SourceError(`constant ${name} is missing`, procedures.position);
    return found.value;
  };
  const structs = new Map<string, StructType>();
  for (const type of types) if (type.kind === 'struct') structs.set(fold(type.name), type);
  const numbers = new Set<number>();
  return {
    number: constant('PROGRAM'),
    version: constant('PROTOCOL_VERSION'),
    procedures: procedures.members.map(({ name, value, annotations }): Procedure => {
      if (numbers.has(value)) throw new SourceError(`procedure number ${value} stands twice`, procedures.position);
      numbers.add(value);
      const stem = name.replace('_PROC_', '_');
      const payload = structs.get(fold(`${stem}_msg`));
      return {
        name,
        number: value,
        // Nobody replies to keepalive's PING and PONG either.
        kind: payload === undefined && file !== 'keepalive' ? 'call' : 'event',
        args: structs.get(fold(`${stem}_args`)),
        result: structs.get(fold(`${stem}_ret`)),
        payload,
        annotations,
      };
    }),
  };
}

/** Struct and procedure names agree but for case and underscores: BLOCK_JOB_2 has block_job_2 and blockjob2. */
function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
