import type { Declaration, Definition, EnumBody, TypeReference, UnionBody, Value } from './ast.ts';
import type {
  AliasType,
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
import { SourceError } from './source.ts';

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
      case 'const': {
        const { value } = this.#number(definition.value);
        const known = this.#scope.constants.get(name);
        // Each file states the constants it takes from C headers, so the same one may stand in two.
        if (known !== undefined && known.value !== value) {
          throw new SourceError(`constant ${name} is ${known.value} in ${known.file}_protocol.x`, position);
        }
        const text = definition.value.kind === 'number' ? definition.text : String(value);
        const constant = known ?? { name, value, file: this.#file, text };
        if (known === undefined) this.#constants.push(constant);
        this.#scope.constants.set(name, constant);
        return;
      }
      case 'typedef': {
        const target = this.#field(definition.declaration, name);
        this.#add({ kind: 'alias', name, file: this.#file, position, target } satisfies AliasType);
        return;
      }
      case 'struct': {
        const fields = definition.body.fields.map((field) => this.#field(field, name));
        this.#add({ kind: 'struct', name, file: this.#file, position, fields } satisfies StructType);
        return;
      }
      case 'union':
        this.#add(this.#union(name, definition.body));
        return;
      case 'enum':
        this.#add(this.#enum(name, definition.body, position));
        return;
    }
  }

  #add(type: ProtocolType): ProtocolType {
    const known = this.#scope.types.get(type.name);
    if (known !== undefined) throw new SourceError(`type ${type.name} is defined twice`, type.position);
    this.#scope.types.set(type.name, type);
    this.#types.push(type);
    return type;
  }

  #enum(name: string, body: EnumBody, position: ProtocolType['position']): EnumType {
    let next = 0;
    const members = body.members.map((member) => {
      const value = member.value === undefined ? next : this.#number(member.value).value;
      next = value + 1;
      if (this.#scope.constants.has(member.name) || this.#scope.enumMembers.has(member.name)) {
        throw new SourceError(`constant ${member.name} is defined twice`, member.position);
      }
      this.#scope.enumMembers.set(member.name, value);
      return { name: member.name, value, annotations: member.annotations };
    });
    return { kind: 'enum', name, file: this.#file, position, members };
  }

  #union(name: string, body: UnionBody): UnionType {
    const discriminant = this.#field(body.discriminant, name);
    this.#checkDiscriminant(discriminant, body);
    const seen = new Set<number>();
    const arms = body.arms.map((arm): Arm => {
      const labels = arm.labels.map((label) => {
        const number = this.#number(label);
        if (seen.has(number.value)) throw new SourceError(`case ${number.value} stands twice`, label.position);
        seen.add(number.value);
        return { ...number, text: label.kind === 'name' ? label.name : String(label.value) };
      });
      return { labels, field: arm.declaration === undefined ? undefined : this.#field(arm.declaration, name) };
    });
    return { kind: 'union', name, file: this.#file, position: body.position, discriminant, arms };
  }

  #checkDiscriminant({ type }: Field, { position }: UnionBody): void {
    if (type.kind === 'primitive' && ['int', 'uint', 'bool'].includes(type.name)) return;
    if (type.kind === 'type' && type.type.kind === 'enum') return;
    throw new SourceError('a union switches on an int, an unsigned int, a bool or an enum', position);
  }

  #field(declaration: Declaration, parent: string): Field {
    const { name, shape, position } = declaration;
    const length: NamedNumber =
      declaration.length === undefined ? { value: unlimited, constant: undefined } : this.#number(declaration.length);
    if (length.value < 0 || length.value > unlimited) throw new SourceError(`${length.value} is no length`, position);
    return { name, shape, type: this.#itemType(declaration.type, `${parent}_${name}`, position), length };
  }

  #itemType(type: TypeReference, anonymousName: string, position: ProtocolType['position']): ItemType {
    switch (type.kind) {
      case 'primitive':
        return { kind: 'primitive', name: type.name };
      case 'named': {
        const found = this.#scope.types.get(type.name);
        if (found === undefined) throw new SourceError(`unknown type ${type.name}`, type.position);
        return { kind: 'type', type: found };
      }
      case 'struct': {
        const fields = type.fields.map((field) => this.#field(field, anonymousName));
        return {
          kind: 'type',
          type: this.#add({ kind: 'struct', name: anonymousName, file: this.#file, position, fields }),
        };
      }
      case 'union':
        return { kind: 'type', type: this.#add(this.#union(anonymousName, type)) };
      case 'enum':
        return { kind: 'type', type: this.#add(this.#enum(anonymousName, type, position)) };
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
