import type {
  ConstDefinition,
  Declaration,
  Definition,
  EnumBody,
  StructBody,
  TypeReference,
  UnionBody,
  Value,
} from './ast.ts';
import type {
  Arm,
  Constant,
  EnumType,
  Field,
  ItemType,
  NamedNumber,
  ProtocolFile,
  ProtocolType,
  StructType,
  UnionType,
} from './model.ts';
import { readProgram } from './program.ts';
import { leastSize } from './sizes.ts';
import { type Position, SourceError } from './source.ts';

/** The largest count that XDR can express, for `<>` without a limit. */
const unlimited = 0xffffffff;

export interface ParsedFile {
  readonly name: string;
  readonly definitions: readonly Definition[];
}

/**
 * Binds names to what they stand for. Files see what the files before them define, as libvirt's include each other;
 * a nested type without a name gets one from its place.
 */
export function resolve(files: readonly ParsedFile[]): ProtocolFile[] {
  const scope = new Scope();
  return files.map(({ name, definitions }) => new FileResolver(name, scope).resolve(definitions));
}

class Scope {
  readonly constants = new Map<string, Constant>();
  readonly enumMembers = new Map<string, number>();
  readonly types = new Map<string, ProtocolType>();
}

class FileResolver {
  readonly #file: string;
  readonly #scope: Scope;
  readonly #constants: Constant[] = [];
  readonly #types: ProtocolType[] = [];

  constructor(file: string, scope: Scope) {
    this.#file = file;
    this.#scope = scope;
  }

  resolve(definitions: readonly Definition[]): ProtocolFile {
    for (const definition of definitions) this.#define(definition);
    return {
      name: this.#file,
      constants: this.#constants,
      types: this.#types,
      program: readProgram(this.#file, this.#constants, this.#types),
    };
  }

  #define(definition: Definition): void {
    const { name, position } = definition;
    switch (definition.kind) {
      case 'const':
        return this.#constant(definition);
      case 'typedef': {
        const { shape, type } = definition.declaration;
        // `typedef struct { … } name;` says the same as `struct name { … };`.
        if (shape === 'plain' && type.kind !== 'primitive' && type.kind !== 'named') {
          this.#body(type, name, position);
          return;
        }
        const target = this.#field(definition.declaration, name);
        this.#add({ kind: 'alias', name, file: this.#file, position, target });
        return;
      }
      default:
        this.#body(definition.body, name, position);
    }
  }

  #constant({ name, position, value: written, text }: ConstDefinition): void {
    const { value } = this.#number(written);
    const known = this.#scope.constants.get(name);
    // Each file states the constants it takes from C headers, so the same one may stand in two.
    if (known !== undefined && known.file !== this.#file) {
      if (known.value === value) return;
      throw new SourceError(`constant ${name} is ${known.value} in ${known.file}_protocol.x`, position);
    }
    this.#checkNew(name, position);
    // TypeScript reads hexadecimal as it stands, but neither octal nor the name of an enum's member.
    const constant = { name, value, file: this.#file, text: /^-?0[xX]/.test(text) ? text : String(value) };
    this.#constants.push(constant);
    this.#scope.constants.set(name, constant);
  }

  #body(body: StructBody | UnionBody | EnumBody, name: string, position: Position): ProtocolType {
    switch (body.kind) {
      case 'struct':
        return this.#struct(name, body, position);
      case 'union':
        return this.#union(name, body, position);
      case 'enum':
        return this.#enum(name, body, position);
    }
  }

  /** The struct is known before its fields are, so that one may point to another value of the struct. */
  #struct(name: string, body: StructBody, position: Position): StructType {
    const fields: Field[] = [];
    const type = this.#add({ kind: 'struct', name, file: this.#file, position, fields } satisfies StructType);
    for (const field of body.fields) fields.push(this.#field(field, name));
    leastSize({ kind: 'type', type }); // refuses a struct that contains itself
    return type;
  }

  #union(name: string, body: UnionBody, position: Position): UnionType {
    const discriminant = this.#field(body.discriminant, name);
    const arms: Arm[] = [];
    const type: UnionType = { kind: 'union', name, file: this.#file, position, discriminant, arms };
    this.#add(type);
    const isTag = tagValues(discriminant, body.position);
    const seen = new Set<number>();
    for (const { labels, declaration } of body.arms) {
      arms.push({
        labels: labels.map((label) => {
          const number = this.#number(label);
          const text = label.kind === 'name' ? label.name : String(label.value);
          if (!isTag(number.value)) throw new SourceError(`${discriminant.name} is never ${text}`, label.position);
          if (seen.has(number.value)) throw new SourceError(`case ${text} stands twice`, label.position);
          seen.add(number.value);
          return { ...number, text };
        }),
        field: declaration === undefined ? undefined : this.#field(declaration, name),
      });
    }
    leastSize({ kind: 'type', type });
    return type;
  }

  #enum(name: string, body: EnumBody, position: Position): EnumType {
    let next = 0;
    const members = body.members.map((member) => {
      const value = member.value === undefined ? next : this.#number(member.value).value;
      next = value + 1;
      if ((value | 0) !== value) throw new SourceError(`${value} is no int`, member.position);
      this.#checkNew(member.name, member.position);
      this.#scope.enumMembers.set(member.name, value);
      return { name: member.name, value, annotations: member.annotations };
    });
    return this.#add({ kind: 'enum', name, file: this.#file, position, members });
  }

  #add<T extends ProtocolType>(type: T): T {
    this.#checkNew(type.name, type.position);
    this.#scope.types.set(type.name, type);
    this.#types.push(type);
    return type;
  }

  #checkNew(name: string, position: Position): void {
    const { constants, enumMembers, types } = this.#scope;
    if (constants.has(name) || enumMembers.has(name) || types.has(name)) {
      throw new SourceError(`${name} is defined twice`, position);
    }
  }

  #field(declaration: Declaration, parent: string): Field {
    const { name, shape, position } = declaration;
    const length: NamedNumber =
      declaration.length === undefined ? { value: unlimited, constant: undefined } : this.#number(declaration.length);
    // An element without bytes would let four bytes of a message stand for four billion elements.
    const least = shape === 'fixed' ? 1 : 0;
    if (length.value < least || length.value > unlimited) {
      throw new SourceError(`${length.value} is no length`, position);
    }
    return { name, shape, type: this.#itemType(declaration.type, `${parent}_${name}`, position), length };
  }

  #itemType(type: TypeReference, anonymousName: string, position: Position): ItemType {
    switch (type.kind) {
      case 'primitive':
        return { kind: 'primitive', name: type.name };
      case 'named': {
        const found = this.#scope.types.get(type.name);
        if (found === undefined) throw new SourceError(`unknown type ${type.name}`, type.position);
        return { kind: 'type', type: found };
      }
      default:
        return { kind: 'type', type: this.#body(type, anonymousName, position) };
    }
  }

  #number(value: Value): NamedNumber {
    if (value.kind === 'number') return { value: value.value, constant: undefined };
    // RFC 4506 spells the two values of a bool as constants.
    if (value.name === 'TRUE' || value.name === 'FALSE')
      return { value: Number(value.name === 'TRUE'), constant: undefined };
    const constant = this.#scope.constants.get(value.name);
    const number = constant?.value ?? this.#scope.enumMembers.get(value.name);
    if (number === undefined) throw new SourceError(`unknown constant ${value.name}`, value.position);
    return { value: number, constant };
  }
}

/** Which numbers a union's discriminant can be. */
function tagValues({ name, type }: Field, position: Position): (value: number) => boolean {
  // Generated types have the arms under that name.
  if (name === 'value') throw new SourceError('a discriminant cannot be called value', position);
  if (type.kind === 'type' && type.type.kind === 'enum') {
    const { members } = type.type;
    return (value) => members.some((member) => member.value === value);
  }
  switch (type.kind === 'primitive' ? type.name : undefined) {
    case 'int':
      return (value) => (value | 0) === value;
    case 'uint':
      return (value) => value >>> 0 === value;
    case 'bool':
      return (value) => value === 0 || value === 1;
    default:
      throw new SourceError('a union switches on an int, an unsigned int, a bool or an enum', position);
  }
}
