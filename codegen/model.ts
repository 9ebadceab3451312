import type { Annotation, Primitive } from './ast.ts';
import type { Position } from './source.ts';

/** A number and the constant it was written as. */
export interface NamedNumber {
  readonly value: number;
  readonly constant: Constant | undefined;
}

export interface Constant {
  readonly name: string;
  readonly value: number;
  readonly file: string;
  readonly text: string;
}

export type ItemType =
  | { readonly kind: 'primitive'; readonly name: Primitive }
  | { readonly kind: 'type'; readonly type: ProtocolType };

export interface Field {
  readonly name: string;
  readonly shape: 'plain' | 'pointer' | 'fixed' | 'variable';
  readonly type: ItemType;
  /** For `fixed` the length, for `variable` the limit. */
  readonly length: NamedNumber;
}

interface TypeBase {
  /** The name in the protocol file. */
  readonly name: string;
  /** The protocol file without its ending, as `remote`. */
  readonly file: string;
  readonly position: Position;
}

export interface StructType extends TypeBase {
  readonly kind: 'struct';
  readonly fields: readonly Field[];
}

export interface UnionType extends TypeBase {
  readonly kind: 'union';
  readonly discriminant: Field;
  readonly arms: readonly Arm[];
}

export interface Arm {
  /** Empty for the default arm. */
  readonly labels: readonly (NamedNumber & { readonly text: string })[];
  readonly field: Field | undefined;
}

export interface EnumType extends TypeBase {
  readonly kind: 'enum';
  readonly members: readonly {
    readonly name: string;
    readonly value: number;
    readonly annotations: readonly Annotation[];
  }[];
}

export interface AliasType extends TypeBase {
  readonly kind: 'alias';
  readonly target: Field;
}

export type ProtocolType = StructType | UnionType | EnumType | AliasType;

export interface Procedure {
  /** The name in the protocol file, as `REMOTE_PROC_DOMAIN_GET_INFO`. */
  readonly name: string;
  readonly number: number;
  readonly kind: 'call' | 'event';
  readonly args: StructType | undefined;
  readonly result: StructType | undefined;
  readonly payload: StructType | undefined;
  readonly annotations: readonly Annotation[];
}

export interface Program {
  readonly number: number;
  readonly version: number;
  readonly procedures: readonly Procedure[];
}

export interface ProtocolFile {
  readonly name: string;
  readonly constants: readonly Constant[];
  readonly types: readonly ProtocolType[];
  readonly program: Program | undefined;
}
