import { emitEnumObject } from './emit-enum-object.ts';
import { FieldCode } from './field-code.ts';
import type { AliasType, EnumType, ProtocolFile, ProtocolType, StructType, UnionType } from './model.ts';
import { key, local, type Names } from './names.ts';
import { Printer } from './printer.ts';
import { readCall, runtime, runtimeFunctions, writeCall } from './runtime.ts';
import { SourceError } from './source.ts';

/** The module of a protocol file's constants and types, each with its reader, its writer and its codec. */
export function emitTypes(file: ProtocolFile, names: Names, header: readonly string[]): string {
  const printer = new Printer(header);
  for (const { name, text } of file.constants) printer.print(`export const ${name} = ${text};`);
  const emitter = new TypeEmitter(printer, names, new FieldCode(printer, names, file.name));
  const taken = new Map(file.constants.map(({ name }) => [name, name]));
  for (const type of file.types) {
    const name = names.type(type);
    const other = taken.get(name);
    if (other !== undefined) throw new SourceError(`${type.name} and ${other} would both be ${name}`, type.position);
    const own = [names.read(type), names.write(type)].find((each) => runtimeFunctions.has(each));
    if (own !== undefined) throw new SourceError(`${type.name} and the runtime would both have ${own}`, type.position);
    taken.set(name, type.name);
    emitter.emit(type);
  }
  return printer.toString();
}

class TypeEmitter {
  readonly #printer: Printer;
  readonly #names: Names;
  readonly #code: FieldCode;

  constructor(printer: Printer, names: Names, code: FieldCode) {
    this.#printer = printer;
    this.#names = names;
    this.#code = code;
  }

  emit(type: ProtocolType): void {
    this.#printer.print('');
    this.#printer.doc(`\`${type.name}\``);
    switch (type.kind) {
      case 'struct':
        this.#struct(type);
        break;
      case 'union':
        this.#union(type);
        break;
      case 'enum':
        this.#enum(type);
        break;
      case 'alias':
        this.#alias(type);
        break;
    }
    const name = this.#names.type(type);
    const codec = this.#printer.importType(runtime, 'XdrCodec');
    this.#printer.print(`export const ${this.#names.codec(type)}: ${codec}<${name}> = {`, `name: '${type.name}',`);
    this.#printer.print(`read: ${this.#names.read(type)},`, `write: ${this.#names.write(type)},`, '};');
  }

  #struct(type: StructType): void {
    const { fields } = type;
    const name = this.#names.type(type);
    this.#printer.print(`export interface ${name} {`);
    for (const field of fields) this.#printer.print(`${key(field.name)}: ${this.#code.tsType(field)};`);
    this.#printer.print('}');
    const results = fields.map((field) => {
      const variable = local(field.name);
      return variable === field.name ? variable : `${key(field.name)}: ${variable}`;
    });
    this.#reader(type, () => {
      this.#tracked(
        fields,
        'r',
        (field) => this.#code.read(field, `const ${local(field.name)}`),
        `return { ${results.join(', ')} };`,
      );
    });
    this.#writer(type, () => {
      this.#tracked(fields, 'w', (field) => this.#code.write(field, `v.${field.name}`));
    });
  }

  /** Code for one field after another, in which an error learns the field's name. */
  #tracked(
    fields: StructType['fields'],
    place: 'r' | 'w',
    emitField: (field: StructType['fields'][number]) => void,
    last?: string,
  ): void {
    const [first, ...rest] = fields;
    if (first === undefined) return;
    const indexed = fields.some((field) => this.#code.isLoop(field));
    if (rest.length > 0) this.#printer.print(`let at = '${first.name}';`);
    if (indexed) this.#printer.print('let index = -1;');
    this.#printer.print('try {');
    emitField(first);
    for (const field of rest) {
      this.#printer.print(`at = '${field.name}';`);
      emitField(field);
    }
    if (last !== undefined) this.#printer.print(last);
    const at = rest.length > 0 ? 'at' : `'${first.name}'`;
    this.#printer.print('} catch (error) {');
    this.#printer.print(
      `throw ${this.#printer.import(runtime, 'inField')}(${place}, error, ${at}${indexed ? ', index' : ''});`,
    );
    this.#printer.print('}');
  }

  #union(type: UnionType): void {
    const { discriminant, arms } = type;
    const name = this.#names.type(type);
    const isBool = discriminant.type.kind === 'primitive' && discriminant.type.name === 'bool';
    const label = (value: number): string => (isBool ? String(value !== 0) : String(value));
    const tag = discriminant.name;
    this.#printer.print(`export type ${name} =`);
    // TypeScript can take the other arms' labels out of an enum, but not out of all numbers.
    const named = arms.flatMap(({ labels }) => labels.map(({ value }) => label(value)));
    const open = discriminant.type.kind === 'primitive' && !isBool;
    const anyTag = this.#code.tsType(discriminant);
    const defaultTag = open || named.length === 0 ? anyTag : `Exclude<${anyTag}, ${named.join(' | ')}>`;
    const hasDefault = arms.some(({ labels }) => labels.length === 0);
    const members = arms.map(({ labels, field }) => {
      const tagType = labels.length === 0 ? defaultTag : labels.map(({ value }) => label(value)).join(' | ');
      return `  | { ${key(tag)}: ${tagType}${field === undefined ? '' : `; value: ${this.#code.tsType(field)}`} }`;
    });
    this.#printer.print(`${members.join('\n')};`);
    const indexed = arms.some(({ field }) => field !== undefined && this.#code.isLoop(field));
    const body = (place: 'r' | 'w', subject: string, emitArm: (arm: UnionType['arms'][number]) => void): void => {
      this.#printer.print(`let at = '${tag}';`);
      if (indexed) this.#printer.print('let index = -1;');
      this.#printer.print('try {');
      if (place === 'r') this.#code.read(discriminant, 'const tag');
      else this.#code.write(discriminant, subject);
      this.#printer.print(`switch (${place === 'r' ? 'tag' : subject}) {`);
      for (const arm of arms) {
        for (const { value, text } of arm.labels) this.#printer.print(`case ${label(value)}: // ${text}`);
        if (arm.labels.length === 0) this.#printer.print('default:');
        this.#printer.print('{');
        if (arm.field !== undefined) this.#printer.print(`at = 'value';`);
        emitArm(arm);
        this.#printer.print('}');
      }
      if (!hasDefault && !(isBool && named.length === 2)) {
        const unknown = place === 'r' ? 'tag' : `(v as { ${key(tag)}: unknown }).${tag}`;
        const offset = place === 'r' ? ', r.offset - 4' : '';
        this.#printer.print('default:');
        this.#printer.print(`  throw ${place}.error(\`\${${unknown}} is no case of ${type.name}\`${offset});`);
      }
      this.#printer.print('}');
      this.#printer.print('} catch (error) {');
      this.#printer.print(
        `throw ${this.#printer.import(runtime, 'inField')}(${place}, error, at${indexed ? ', index' : ''});`,
      );
      this.#printer.print('}');
    };
    this.#reader(type, () =>
      body('r', '', ({ labels, field }) => {
        const only = labels.length === 1 && labels[0] !== undefined ? label(labels[0].value) : 'tag';
        const tagged = only === tag ? tag : `${key(tag)}: ${only}`;
        if (field === undefined) this.#printer.print(`return { ${tagged} };`);
        else {
          this.#code.read(field, 'const value');
          this.#printer.print(`return { ${tagged}, value };`);
        }
      }),
    );
    this.#writer(type, () =>
      body('w', `v.${tag}`, ({ field }) => {
        if (field !== undefined) {
          const cast = hasDefault && open;
          this.#code.write(field, cast ? `(v as { value: ${this.#code.tsType(field)} }).value` : 'v.value');
        }
        this.#printer.print('break;');
      }),
    );
  }

  #enum(type: EnumType): void {
    const name = this.#names.type(type);
    emitEnumObject(this.#printer, name, type.members);
    this.#printer.print(`export type ${name} = (typeof ${name})[keyof typeof ${name}];`);
    const values = `valuesOf${name}`;
    this.#printer.print(
      `const ${values}: ReadonlySet<number> = /*@__PURE__*/ ${this.#printer.import(runtime, 'enumValues')}(${name});`,
    );
    this.#reader(type, () => this.#printer.print(`return ${readCall(this.#printer, 'enum', values)} as ${name};`));
    this.#writer(type, () => this.#printer.print(`${writeCall(this.#printer, 'enum', 'v', values)};`));
  }

  #alias(type: AliasType): void {
    const { target } = type;
    this.#printer.print(`export type ${this.#names.type(type)} = ${this.#code.tsType(target)};`);
    const fields = [{ ...target, name: '' }];
    const loop = this.#code.isLoop(target);
    this.#reader(type, () => {
      if (!loop) this.#code.read(target, 'return');
      else this.#tracked(fields, 'r', (field) => this.#code.read(field, 'const value'), 'return value;');
    });
    this.#writer(type, () => {
      if (!loop) this.#code.write(target, 'v');
      else this.#tracked(fields, 'w', (field) => this.#code.write(field, 'v'));
    });
  }

  #reader(type: ProtocolType, body: () => void): void {
    const name = this.#names.type(type);
    const reader = this.#printer.importType(runtime, 'XdrReader');
    this.#printer.print(`export function ${this.#names.read(type)}(r: ${reader}): ${name} {`);
    body();
    this.#printer.print('}');
  }

  #writer(type: ProtocolType, body: () => void): void {
    const name = this.#names.type(type);
    const writer = this.#printer.importType(runtime, 'XdrWriter');
    this.#printer.print(`export function ${this.#names.write(type)}(w: ${writer}, v: ${name}): void {`);
    body();
    this.#printer.print('}');
  }
}
