import type { Printer } from './printer.ts';

/** The module of the XDR runtime, as generated code imports it. */
export const runtime = '@xdr-ts/runtime';

/** The kinds that reader and writer have methods for. */
const methods: ReadonlySet<string> = new Set(['int', 'uint', 'hyper', 'uhyper', 'bool', 'string', 'fixedOpaque']);

/** What functions read and write of which: few procedures use them, and only those that do carry them. */
const functions: Readonly<Record<string, { readonly read: string; readonly write: string }>> = {
  float: { read: 'readFloat', write: 'writeFloat' },
  double: { read: 'readDouble', write: 'writeDouble' },
  char: { read: 'readChar', write: 'writeChar' },
  uchar: { read: 'readChar', write: 'writeUchar' },
  short: { read: 'readShort', write: 'writeShort' },
  ushort: { read: 'readUshort', write: 'writeUshort' },
  opaque: { read: 'readOpaque', write: 'writeOpaque' },
  chars: { read: 'readChars', write: 'writeChars' },
  fixedChars: { read: 'readFixedChars', write: 'writeFixedChars' },
  enum: { read: 'readEnum', write: 'writeEnum' },
};

/** The functions' names, which no type's own functions may have. */
export const runtimeFunctions: ReadonlySet<string> = new Set(
  Object.values(functions).flatMap(({ read, write }) => [read, write]),
);

/** The expression that reads a value of the kind from `r`. */
export function readCall(printer: Printer, kind: string, ...rest: readonly string[]): string {
  return methods.has(kind)
    ? `r.${kind}(${rest.join(', ')})`
    : `${printer.import(runtime, functionsOf(kind).read)}(${['r', ...rest].join(', ')})`;
}

/** The expression that writes `value` as a value of the kind into `w`. */
export function writeCall(printer: Printer, kind: string, value: string, ...rest: readonly string[]): string {
  return methods.has(kind)
    ? `w.${kind}(${[value, ...rest].join(', ')})`
    : `${printer.import(runtime, functionsOf(kind).write)}(${['w', value, ...rest].join(', ')})`;
}

function functionsOf(kind: string): { readonly read: string; readonly write: string } {
  const found = functions[kind];
  if (found === undefined) throw new Error(`the runtime neither reads nor writes ${kind}`);
  return found;
}
