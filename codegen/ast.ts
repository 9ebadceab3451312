import type { Position } from './source.ts';

/** A length, a case label or an enum value: a number, or the name of a constant. */
export type Value =
  | { readonly kind: 'number'; readonly value: number; readonly position: Position }
  | { readonly kind: 'name'; readonly name: string; readonly position: Position };

export type Primitive =
  | 'int'
  | 'uint'
  | 'hyper'
  | 'uhyper'
  | 'float'
  | 'double'
  | 'bool'
  | 'char'
  | 'uchar'
  | 'short'
  | 'ushort'
  | 'string'
  | 'opaque';

export type TypeReference =
  | { readonly kind: 'primitive'; readonly name: Primitive }
  | { readonly kind: 'named'; readonly name: string; readonly position: Position }
  | StructBody
  | UnionBody
  | EnumBody;

export interface StructBody {
  readonly kind: 'struct';
  readonly fields: readonly Declaration[];
}

export interface UnionBody {
  readonly kind: 'union';
  readonly discriminant: Declaration;
  readonly arms: readonly UnionArm[];
  readonly position: Position;
}

export interface EnumBody {
  readonly kind: 'enum';
  readonly members: readonly EnumMember[];
}

export interface UnionArm {
  /** Empty for the default arm. */
  readonly labels: readonly Value[];
  /** `undefined` for a void arm. */
  readonly declaration: Declaration | undefined;
}

/** `T name`, `T *name`, `T name[n]` or `T name<n>`. */
export interface Declaration {
  readonly shape: 'plain' | 'pointer' | 'fixed' | 'variable';
  readonly type: TypeReference;
  readonly name: string;
  /** For `fixed` and `variable`; `undefined` where `<>` sets no limit. */
  readonly length: Value | undefined;
  readonly position: Position;
  /** What a comment behind the declaration tells C's generator, as `insert@1`. */
  readonly note: string | undefined;
}

export interface Annotation {
  readonly key: string;
  readonly value: string;
}

export interface EnumMember {
  readonly name: string;
  readonly value: Value | undefined;
  readonly position: Position;
  readonly annotations: readonly Annotation[];
}

interface DefinitionBase {
  readonly name: string;
  readonly position: Position;
}

export interface ConstDefinition extends DefinitionBase {
  readonly kind: 'const';
  readonly value: Value;
  /** The number as it was written, since hexadecimal says something to the reader. */
  readonly text: string;
}

export interface TypedefDefinition extends DefinitionBase {
  readonly kind: 'typedef';
  readonly declaration: Declaration;
}

export interface StructDefinition extends DefinitionBase {
  readonly kind: 'struct';
  readonly body: StructBody;
  readonly note: string | undefined;
}

export interface UnionDefinition extends DefinitionBase {
  readonly kind: 'union';
  readonly body: UnionBody;
}

export interface EnumDefinition extends DefinitionBase {
  readonly kind: 'enum';
  readonly body: EnumBody;
}

export type Definition = ConstDefinition | TypedefDefinition | StructDefinition | UnionDefinition | EnumDefinition;
