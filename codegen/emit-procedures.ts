import type { Procedure, Program, StructType } from './model.ts';
import type { Names } from './names.ts';
import { Printer } from './printer.ts';

/** What the API facts add to a procedure. */
export interface ProcedureFacts {
  /** The release that brought the procedure of this number. */
  since(number: number): string;
  /** The value of a flag, as `VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM`. */
  flag(name: string): number;
}

/** The module of a program's procedures: one constant each, so that a bundle carries only those it uses. */
export function emitProcedures(
  file: string,
  program: Program,
  names: Names,
  facts: ProcedureFacts,
  header: readonly string[],
): string {
  const printer = new Printer(header);
  const types = `./${file}-types.ts`;
  const numbers = { program: `${file.toUpperCase()}_PROGRAM`, version: `${file.toUpperCase()}_PROTOCOL_VERSION` };
  // What a client never does, as to read arguments, is left to the registry: its code would be half of a bundle.
  const half = (type: StructType | undefined, way: 'read' | 'write'): { type: string; codec: string } =>
    type === undefined
      ? { type: 'void', codec: printer.import('@xdr-ts/runtime', 'xdrVoid') }
      : {
          type: printer.importType(types, names.type(type)),
          codec: `{ ${way}: ${printer.import(types, names[way](type))} }`,
        };

  for (const procedure of program.procedures) {
    const name = names.procedure(file, procedure.name);
    const annotations = new Annotations(procedure);
    const since = facts.since(procedure.number);
    const c = names.cFunction(file, procedure.name);
    const stream = annotations.stream();
    printer.print('');
    printer.doc(
      `\`${procedure.name}\` (${procedure.number})${c === undefined ? '' : `, C: \`${c}\``}, since libvirt ${since}`,
    );
    let type: string;
    const codecs: string[] = [];
    if (procedure.kind === 'event') {
      const payload = half(procedure.payload, 'read');
      type = `${printer.importType('../protocol/procedure.ts', 'EventProcedure')}<${payload.type}>`;
      codecs.push(`payload: ${payload.codec},`);
    } else {
      const args = half(procedure.args, 'write');
      const result = half(procedure.result, 'read');
      const kind = stream === undefined ? 'CallProcedure' : 'StreamProcedure';
      const way = stream === undefined ? '' : `, '${stream}'`;
      type = `${printer.importType('../protocol/procedure.ts', kind)}<${args.type}, ${result.type}${way}>`;
      codecs.push(`args: ${args.codec},`, `result: ${result.codec},`);
    }
    printer.print(`export const ${name}: ${type} = {`);
    printer.print(`kind: '${procedure.kind}',`);
    printer.print(`program: ${printer.import(types, numbers.program)},`);
    printer.print(`version: ${printer.import(types, numbers.version)},`);
    printer.print(`procedure: ${procedure.number},`, `name: '${name}',`, ...codecs);
    if (stream !== undefined) printer.print(`stream: '${stream}',`);
    const sparse = annotations.one('sparseflag');
    if (sparse !== undefined) printer.print(`sparseFlag: ${facts.flag(sparse)},`);
    if (annotations.one('priority') === 'high') printer.print(`priority: 'high',`);
    const fds = annotations.one('fds');
    if (fds !== undefined) printer.print(`fds: '${fds}',`);
    printer.print(
      `acl: [${annotations
        .all('acl')
        .map((rule) => `'${rule}'`)
        .join(', ')}],`,
    );
    printer.print(`since: '${since}',`);
    printer.print('};');
  }
  return printer.toString();
}

class Annotations {
  readonly #procedure: Procedure;

  constructor(procedure: Procedure) {
    this.#procedure = procedure;
  }

  all(key: string): string[] {
    const values = this.#procedure.annotations.filter((annotation) => annotation.key === key).map(({ value }) => value);
    return values.filter((value) => value !== 'none');
  }

  one(key: string): string | undefined {
    return this.all(key)[0];
  }

  stream(): 'read' | 'write' | 'duplex' | undefined {
    const read = this.one('readstream') !== undefined;
    const write = this.one('writestream') !== undefined;
    if (this.one('direction') === 'both') return 'duplex';
    return read ? 'read' : write ? 'write' : undefined;
  }
}
