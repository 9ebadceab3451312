/** What `protocol/api.json` says about libvirt's public C API: names, numbers and types, and none of its prose. */
import { defined, JsonNode } from './api-json.ts';

export const libraries = ['libvirt', 'libvirt-qemu', 'libvirt-lxc', 'libvirt-admin'] as const;
export type Library = (typeof libraries)[number];

export const typedParameterKinds = ['int', 'uint', 'llong', 'ullong', 'double', 'boolean', 'string'] as const;
export type TypedParameterKind = (typeof typedParameterKinds)[number];

/**
 * `name` is a whole parameter name; a `prefix` (it ends in a dot) is followed by an index and a `suffix`; a `value` is
 * something that a string parameter may be set to.
 */
export const typedParameterRoles = ['name', 'prefix', 'suffix', 'value'] as const;
export type TypedParameterRole = (typeof typedParameterRoles)[number];

export interface ApiEnumMember {
  readonly name: string;
  readonly value: number;
  readonly since: string;
  /** A count of the members (`VIR_…_LAST`) that grows with each release, not a value anybody sends. */
  readonly sentinel?: true;
}

export interface ApiEnum {
  readonly name: string;
  /** The exported name: once it is recorded it never changes. */
  readonly js: string;
  readonly library: Library;
  readonly header: string;
  /** What `memberName` takes off the members: once it is recorded it never changes. */
  readonly strip: string;
  /** A bit mask: its members are joined with OR. */
  readonly flags: boolean;
  readonly since: string;
  readonly members: readonly ApiEnumMember[];
}

export interface ApiFlags {
  readonly arg: string;
  /** The enums whose members the argument takes. */
  readonly enums: readonly string[];
  /** Upstream reserves the argument for later: it must be 0, and `enums` is empty. */
  readonly unused?: true;
}

export interface ApiAcl {
  readonly object: string;
  readonly permission: string;
  /** The bits that make the check apply: `A|B`, `!A`; empty where upstream's condition is not about flags. */
  readonly flags?: string;
}

export interface ApiFunction {
  readonly name: string;
  readonly library: Library;
  readonly header: string;
  readonly since: string;
  readonly returns: string;
  readonly args: readonly { readonly name: string; readonly type: string }[];
  readonly flags?: ApiFlags;
  readonly acls?: readonly ApiAcl[];
  /** The permissions without which an object is left out of the result. */
  readonly aclFilters?: readonly ApiAcl[];
}

export interface ApiTypedParameter {
  readonly name: string;
  readonly value: string;
  readonly header: string;
  readonly since: string;
  readonly role: TypedParameterRole;
  readonly kind?: TypedParameterKind;
}

export interface ApiConstant {
  readonly name: string;
  readonly value: number;
}

export interface ApiFacts {
  /** The release, as `12.8.0`. */
  readonly libvirt: string;
  readonly enums: readonly ApiEnum[];
  readonly functions: readonly ApiFunction[];
  readonly typedParameters: readonly ApiTypedParameter[];
  readonly constants: readonly ApiConstant[];
}

/** Reads `protocol/api.json`. Throws `ApiFactsError` with the path of what is not as described above. */
export function parseApiFacts(json: string): ApiFacts {
  const facts = JsonNode.parse(json, 'api.json').fields(
    'libvirt',
    'enums',
    'functions',
    'typedParameters',
    'constants',
  );
  return {
    libvirt: facts.libvirt.string(),
    enums: facts.enums.list(enumFact),
    functions: facts.functions.list(functionFact),
    typedParameters: facts.typedParameters.list(typedParameterFact),
    constants: facts.constants.list((node) => {
      const { name, value } = node.fields('name', 'value');
      return { name: name.string(), value: value.integer() };
    }),
  };
}

function enumFact(node: JsonNode): ApiEnum {
  const fact = node.fields('name', 'js', 'library', 'header', 'strip', 'flags', 'since', 'members');
  return {
    name: fact.name.string(),
    js: fact.js.string(),
    library: fact.library.oneOf(libraries),
    header: fact.header.string(),
    strip: fact.strip.string(),
    flags: fact.flags.boolean(),
    since: fact.since.string(),
    members: fact.members.list((item) => {
      const member = item.fields('name', 'value', 'since', 'sentinel');
      return defined({
        name: member.name.string(),
        value: member.value.integer(),
        since: member.since.string(),
        sentinel: member.sentinel.optional(onlyTrue),
      });
    }),
  };
}

function functionFact(node: JsonNode): ApiFunction {
  const fact = node.fields('name', 'library', 'header', 'since', 'returns', 'args', 'flags', 'acls', 'aclFilters');
  return defined({
    name: fact.name.string(),
    library: fact.library.oneOf(libraries),
    header: fact.header.string(),
    since: fact.since.string(),
    returns: fact.returns.string(),
    args: fact.args.list((item) => {
      const arg = item.fields('name', 'type');
      return { name: arg.name.string(), type: arg.type.string() };
    }),
    flags: fact.flags.optional(functionFlags),
    acls: fact.acls.optional((acls) => acls.list(aclFact)),
    aclFilters: fact.aclFilters.optional((acls) => acls.list(aclFact)),
  });
}

function functionFlags(node: JsonNode): ApiFlags {
  const flags = node.fields('arg', 'enums', 'unused');
  return defined({
    arg: flags.arg.string(),
    enums: flags.enums.list((name) => name.string()),
    unused: flags.unused.optional(onlyTrue),
  });
}

function aclFact(node: JsonNode): ApiAcl {
  const acl = node.fields('object', 'permission', 'flags');
  return defined({
    object: acl.object.string(),
    permission: acl.permission.string(),
    flags: acl.flags.optional((flags) => flags.string()),
  });
}

function typedParameterFact(node: JsonNode): ApiTypedParameter {
  const fact = node.fields('name', 'value', 'header', 'since', 'role', 'kind');
  return defined({
    name: fact.name.string(),
    value: fact.value.string(),
    header: fact.header.string(),
    since: fact.since.string(),
    role: fact.role.oneOf(typedParameterRoles),
    kind: fact.kind.optional((kind) => kind.oneOf(typedParameterKinds)),
  });
}

function onlyTrue(node: JsonNode): true {
  return node.value === true ? true : node.fail('true, or no such field');
}

/** `api.json`, with one fact on each line, so that the difference between two releases reads as a list. */
export function formatApiFacts({ libvirt, enums, functions, typedParameters, constants }: ApiFacts): string {
  const sections = [
    `"libvirt": ${line(libvirt)}`,
    section(
      'enums',
      enums.map(({ members, ...fact }) => {
        const head = line(fact).slice(0, -' }'.length);
        return `${head}, "members": [\n${members.map((member) => `    ${line(member)}`).join(',\n')}\n  ] }`;
      }),
    ),
    section('functions', functions.map(line)),
    section('typedParameters', typedParameters.map(line)),
    section('constants', constants.map(line)),
  ];
  return `{\n${sections.join(',\n')}\n}\n`;
}

function section(name: string, lines: readonly string[]): string {
  return `"${name}": [\n${lines.map((text) => `  ${text}`).join(',\n')}\n]`;
}

/** JSON on one line, with spaces: no text in it holds a line break, since JSON writes them as \n. */
function line(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/\[\n\s*/g, '[')
    .replace(/\n\s*\]/g, ']')
    .replace(/\n\s*/g, ' ');
}
