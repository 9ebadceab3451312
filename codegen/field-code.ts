import type { Field, ItemType, NamedNumber, ProtocolType } from './model.ts';
import { isConstantName, type Names } from './names.ts';
import type { Printer } from './printer.ts';
import { readCall, writeCall } from './runtime.ts';
import { leastSize } from './sizes.ts';

const tsPrimitives: Readonly<Record<string, string>> = {
  hyper: 'bigint',
  uhyper: 'bigint',
  bool: 'boolean',
  string: 'string',
  opaque: 'Uint8Array',
};

/** The kinds of arrays that are one value in TypeScript: text and bytes. */
const packed: Readonly<Record<string, { readonly fixed?: string; readonly variable: string }>> = {
  string: { variable: 'string' },
  opaque: { fixed: 'fixedOpaque', variable: 'opaque' },
  char: { fixed: 'fixedChars', variable: 'chars' },
};

/** Generates the type, the reading and the writing of one field. */
export class FieldCode {
  readonly #printer: Printer;
  readonly #names: Names;
  readonly #file: string;

  constructor(printer: Printer, names: Names, file: string) {
    this.#printer = printer;
    this.#names = names;
    this.#file = file;
  }

  tsType(field: Field): string {
    const item = this.#tsItem(field.type);
    switch (field.shape) {
      case 'plain':
        return item;
      case 'pointer':
        return `${item} | null`;
      default:
        if (!this.isLoop(field))
          return field.type.kind === 'primitive' && field.type.name === 'string' ? 'string' : 'Uint8Array';
        return `readonly ${item}[]`;
    }
  }

  /** Whether the field is read element by element. */
  isLoop({ shape, type }: Field): boolean {
    return (shape === 'fixed' || shape === 'variable') && !(type.kind === 'primitive' && type.name in packed);
  }

  /** Prints the reading of the field; `target` is `const name` or `return`. */
  read(field: Field, target: string): void {
    const assign = target === 'return' ? 'return ' : `${target} = `;
    const { shape, type } = field;
    if (shape === 'plain') return this.#printer.print(`${assign}${this.#readItem(type)};`);
    if (shape === 'pointer') return this.#printer.print(`${assign}r.bool() ? ${this.#readItem(type)} : null;`);
    const length = this.#length(field.length);
    if (type.kind === 'primitive' && !this.isLoop(field)) {
      return this.#printer.print(`${assign}${readCall(this.#printer, packedKind(type.name, shape), length)};`);
    }
    const name = target.replace('const ', '');
    this.#printer.print(`const ${name}: ${this.#tsItem(type)}[] = [];`);
    // A fixed array may be longer than the message, too; reading its elements one by one finds out in time.
    const count = shape === 'fixed' ? length : `r.count(${length}, ${leastSize(type)})`;
    this.#printer.print(`for (const n = ${count}; ++index < n; ) ${name}.push(${this.#readItem(type)});`);
    this.#printer.print('index = -1;');
  }

  /** Prints the writing of the field, whose value is the expression `value`. */
  write(field: Field, value: string): void {
    const { shape, type } = field;
    if (shape === 'plain') return this.#printer.print(`${this.#writeItem(type, value)};`);
    if (shape === 'pointer') {
      this.#printer.print(`w.bool(${value} !== null);`);
      return this.#printer.print(`if (${value} !== null) ${this.#writeItem(type, value)};`);
    }
    const length = this.#length(field.length);
    if (type.kind === 'primitive' && !this.isLoop(field)) {
      return this.#printer.print(`${writeCall(this.#printer, packedKind(type.name, shape), value, length)};`);
    }
    if (shape === 'fixed')
      this.#printer.print(
        `if (${value}.length !== ${length}) throw w.error(\`\${${value}.length} elements where ${field.length.value} belong\`);`,
      );
    else this.#printer.print(`w.count(${value}.length, ${length});`);
    this.#printer.print(
      `for (const item of ${value}) {`,
      'index++;',
      `${this.#writeItem(type, 'item')};`,
      '}',
      'index = -1;',
    );
  }

  #tsItem(type: ItemType): string {
    if (type.kind === 'primitive') return tsPrimitives[type.name] ?? 'number';
    return this.#own(type.type, this.#names.type(type.type), true);
  }

  #readItem(type: ItemType): string {
    if (type.kind === 'type') return `${this.#own(type.type, this.#names.read(type.type))}(r)`;
    return readCall(this.#printer, type.name);
  }

  #writeItem(type: ItemType, value: string): string {
    if (type.kind === 'type') return `${this.#own(type.type, this.#names.write(type.type))}(w, ${value})`;
    return writeCall(this.#printer, type.name, value);
  }

  #length({ value, constant }: NamedNumber): string {
    // Fields become local variables, which would hide a constant that looks like one.
    if (constant === undefined || !isConstantName(constant.name)) return String(value);
    return constant.file === this.#file
      ? constant.name
      : this.#printer.import(`./${constant.file}-types.ts`, constant.name);
  }

  /** A name of this module, or imported from the module of its file. */
  #own(type: ProtocolType, name: string, typeOnly = false): string {
    if (type.file === this.#file) return name;
    const module = `./${type.file}-types.ts`;
    return typeOnly ? this.#printer.importType(module, name) : this.#printer.import(module, name);
  }
}

function packedKind(type: string, shape: 'fixed' | 'variable'): string {
  const kind = packed[type]?.[shape];
  if (kind === undefined) throw new Error(`a ${shape} array of ${type} is no value of its own`);
  return kind;
}
