import type { ProtocolFile, StructType } from './model.ts';
import type { Names } from './names.ts';
import { Printer } from './printer.ts';

/** The module that lists every codec and every procedure, for tools that look them up by name or number. */
export function emitRegistry(files: readonly ProtocolFile[], names: Names, header: readonly string[]): string {
  const printer = new Printer(header);
  const listed = '../protocol/listed.ts';
  printer.doc('Every struct, union, enum and typedef of the protocol files.');
  printer.print(`export const codecs: readonly ${printer.importType(listed, 'ErasedCodec')}[] = [`);
  for (const file of files) {
    for (const type of file.types) printer.print(`${printer.import(`./${file.name}-types.ts`, names.codec(type))},`);
  }
  printer.print('];', '');
  printer.doc('Every procedure of every program.');
  printer.print(`export const procedures: readonly ${printer.importType(listed, 'ErasedProcedure')}[] = [`);
  for (const { name: file, program } of files) {
    const codec = (type: StructType | undefined): string =>
      type === undefined
        ? printer.import('@xdr-ts/runtime', 'xdrVoid')
        : printer.import(`./${file}-types.ts`, names.codec(type));
    for (const procedure of program?.procedures ?? []) {
      const facts = printer.import(`./${file}-procedures.ts`, names.procedure(file, procedure.name));
      printer.print(
        procedure.kind === 'event'
          ? `{ ...${facts}, payload: ${codec(procedure.payload)} },`
          : `{ ...${facts}, args: ${codec(procedure.args)}, result: ${codec(procedure.result)} },`,
      );
    }
  }
  printer.print('];');
  return printer.toString();
}
