/*
 * The table of regular methods: what the protocol and the API facts do not say about a method of an object class. All
 * else (types of fields, flags enums, releases, C functions) is looked up there, and held against the table.
 */

/** The object classes, and how each is referred to on the wire. */
export interface ObjectClass {
  /** As `Domain`. */
  readonly name: string;
  /** The wire type of a reference to such an object, as `remote_nonnull_domain`; none for connections. */
  readonly reference?: string;
  /** The wire field that is a bare name instead of a reference. */
  readonly nameField?: string;
  /** The class of the connection that it belongs to, where that is not `Connection`. */
  readonly connection?: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly method: string;
  /** The procedure's name in `libvirt-rpc/protocol`. */
  readonly procedure: string;
  /** The procedure that is called instead when flags are given. */
  readonly flagged?: string;
  /** The procedure that is called first, to tell a list of names how long it may be. */
  readonly counted?: string;
  /** One plain sentence. */
  readonly doc: string;
  /** What the caller gives, by wire field: in order, but options last. */
  readonly args?: Readonly<Record<string, Arg>>;
  readonly result?: Result;
  /** The errors that a caller meets, as `VIR_ERR_NO_DOMAIN when it is gone`. */
  readonly throws?: readonly string[];
  /** Whether it needs a connection that may write; where the access rules do not tell. */
  readonly writes?: boolean;
  readonly example?: string;
}

export interface Arg {
  /** The parameter's name, where the wire field's will not do. */
  readonly name?: string;
  readonly doc: string;
  /** A property of the options object that may be left out; sent as null, or as this number. */
  readonly option?: true | number;
  /** How the value that the caller gives becomes the field. */
  readonly as?:
    | 'boolean'
    | 'uuid'
    /** Numbers of CPUs, as a map of bits or as text. */
    | 'cpuMap'
    | 'cpuList'
    | { readonly enum: string }
    /** Flags beside those of the options. */
    | { readonly flags: string }
    | { readonly handle: string }
    /** Typed parameters of the group. */
    | { readonly params: string };
}

export type Result =
  /** Typed parameters of the group; `strings` where the daemon leaves out those that are strings unless told otherwise. */
  | { readonly params: string; readonly strings?: true }
  /** The field alone. */
  | { readonly field: string; readonly doc?: string; readonly as?: FieldAs }
  /** All fields, as an object of a named type. */
  | { readonly object: string; readonly doc: string; readonly fields: Readonly<Record<string, ObjectField>> }
  /** A field that is a list of structures, as a list of objects of a named type. */
  | {
      readonly list: string;
      readonly field: string;
      readonly doc: string;
      readonly fields: Readonly<Record<string, ObjectField>>;
    };

export interface ObjectField {
  /** The property's name, where the wire field's will not do. */
  readonly name?: string;
  readonly doc: string;
  readonly as?: FieldAs;
}

/** How a field becomes what the caller gets. */
export type FieldAs =
  | 'boolean'
  /** Text in an array of characters, up to its NUL. */
  | 'text'
  /** The numbers of the CPUs in a map of bits. */
  | 'cpuMap'
  | { readonly enum: string }
  /** An object, or a list of objects, of the class. */
  | { readonly handle: string };
