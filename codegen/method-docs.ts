import { type MethodProcedure, needsWriting } from './method-facts.ts';
import type { Arg, Row } from './methods/row.ts';

/** The lines of a method's documentation: the table's words, and the facts behind the procedures. */
export function methodDocs(
  row: Row,
  plain: MethodProcedure,
  flagged: MethodProcedure | undefined,
  positional: readonly (readonly [string, Arg])[],
): string[] {
  const lines = [row.doc];
  if (row.writes ?? needsWriting(plain)) lines[0] += ' Needs a connection that may write.';
  if (row.example !== undefined) lines.push('', '@example', ...row.example.split('\n'), '');
  for (const [name, { name: given, doc }] of positional) lines.push(`@param ${given ?? name} ${doc}`);
  const { result } = row;
  if (result !== undefined && 'field' in result && !('fields' in result) && result.doc !== undefined) {
    lines.push(`@returns ${result.doc}`);
  }
  for (const each of row.throws ?? []) lines.push(`@throws LibvirtError ${each}`);
  lines.push(`@see ${origin(plain)}${flagged === undefined ? '' : `; with flags ${origin(flagged)}`}`);
  return lines;
}

function origin({ cFunction, procedure, since }: MethodProcedure): string {
  return `${cFunction?.name ?? procedure.name}, since libvirt ${cFunction?.since ?? since}`;
}
