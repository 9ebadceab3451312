import { UsageError } from '../errors/usage-error.ts';
import { TypedParameterFlags, TypedParameterType } from '../generated/api-enums.ts';
import type { TypedParam, TypedParamValue } from '../generated/remote-types.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Session } from '../session/session.ts';

/** What a typed parameter holds: 32-bit integers and doubles are numbers, 64-bit integers bigints. */
export type TypedParameterValue = number | bigint | boolean | string;

/** What the caller may give for each kind. */
interface GivenValues {
  int: number;
  uint: number;
  llong: number | bigint;
  ullong: number | bigint;
  double: number;
  boolean: boolean;
  string: string;
}

/** What the daemon tells by each kind. */
type ReadValues = Omit<GivenValues, 'llong' | 'ullong'> & { llong: bigint; ullong: bigint };

/** How a typed parameter is sent: `llong` and `ullong` have 64 bits, `int` and `uint` 32. */
export type TypedParameterKind = keyof GivenValues;

/** A parameter with the kind that the driver expects: for names that this release does not know. */
export type TypedParameter = {
  [Kind in TypedParameterKind]: { readonly name: string; readonly kind: Kind; readonly value: GivenValues[Kind] };
}[TypedParameterKind];

/** The names of a group and their kinds; `strings` is a string that may stand several times. */
export type TypedParameterKinds = Readonly<Record<string, TypedParameterKind | 'strings'>>;

/** The parameters of a group as the daemon tells them: those that it has, and what else it sends. */
export type ReadParameters<Kinds extends TypedParameterKinds> = {
  readonly [Name in keyof Kinds]?: Kinds[Name] extends TypedParameterKind ? ReadValues[Kinds[Name]] : string;
} & { readonly [name: string]: TypedParameterValue | undefined };

/** The parameters of a group to be set: only those that are given are sent. */
export type GivenParameters<Kinds extends TypedParameterKinds> = {
  readonly [Name in keyof Kinds]?:
    | (Kinds[Name] extends TypedParameterKind ? GivenValues[Kinds[Name]] : string | readonly string[])
    | undefined;
} & {
  /** Parameters that this release has no name for. */
  readonly params?: readonly TypedParameter[] | undefined;
};

/** Parameters by name. */
export function parametersOf<Read extends { readonly [name: string]: TypedParameterValue | undefined }>(
  params: readonly TypedParam[],
): Read {
  const byName: Record<string, TypedParameterValue> = {};
  for (const { field, value } of params) byName[field] = value.type === 6 ? value.value !== 0 : value.value;
  return byName as Read;
}

/** Parameters as the wire has them, with the kinds that the driver expects. Throws a UsageError for what does not fit. */
export function wireParameters<Kinds extends TypedParameterKinds>(
  kinds: Kinds,
  { params = [], ...named }: GivenParameters<Kinds>,
): TypedParam[] {
  const wire: TypedParam[] = [];
  for (const [name, value] of Object.entries<unknown>(named)) {
    if (value === undefined) continue;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined)
      throw new UsageError(`no parameter ${name} is known here: give it in params, with its kind`);
    if (kind !== 'strings') wire.push({ field: name, value: wireValue(name, kind, value) });
    else for (const each of [value].flat()) wire.push({ field: name, value: wireValue(name, 'string', each) });
  }
  for (const { name, kind, value } of params) wire.push({ field: name, value: wireValue(name, kind, value) });
  return wire;
}

/** How each kind is sent; `undefined` where the value is not of the kind. */
const encoders: Readonly<Record<TypedParameterKind, (value: unknown) => TypedParamValue | undefined>> = {
  int: (value) => (isNumber(value) && (value | 0) === value ? { type: TypedParameterType.INT, value } : undefined),
  uint: (value) => (isNumber(value) && value >>> 0 === value ? { type: TypedParameterType.UINT, value } : undefined),
  llong: (value) => {
    const long = integer(value);
    return long === undefined || BigInt.asIntN(64, long) !== long
      ? undefined
      : { type: TypedParameterType.LLONG, value: long };
  },
  ullong: (value) => {
    const long = integer(value);
    return long === undefined || BigInt.asUintN(64, long) !== long
      ? undefined
      : { type: TypedParameterType.ULLONG, value: long };
  },
  double: (value) => (isNumber(value) ? { type: TypedParameterType.DOUBLE, value } : undefined),
  boolean: (value) =>
    typeof value === 'boolean' ? { type: TypedParameterType.BOOLEAN, value: value ? 1 : 0 } : undefined,
  string: (value) => (typeof value === 'string' ? { type: TypedParameterType.STRING, value } : undefined),
};

const descriptions: Readonly<Record<TypedParameterKind, string>> = {
  int: 'a whole number of 32 bits',
  uint: 'a whole number of 32 bits, 0 or more',
  llong: 'a whole number of 64 bits',
  ullong: 'a whole number of 64 bits, 0 or more',
  double: 'a number',
  boolean: 'true or false',
  string: 'text',
};

function wireValue(name: string, kind: TypedParameterKind, value: unknown): TypedParamValue {
  const wire = Object.hasOwn(encoders, kind) ? encoders[kind](value) : undefined;
  // The value itself may be a secret.
  if (wire === undefined) {
    throw new UsageError(`${name} takes ${descriptions[kind] ?? `no kind ${kind}`}, which this ${typeof value} is not`);
  }
  return wire;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function integer(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return isNumber(value) && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

/** How drivers are asked for parameters: without a length for how many there are, then for all of them. */
export async function inTwoPhases(
  ask: (nparams: number) => Promise<{ readonly params: readonly TypedParam[]; readonly nparams: number }>,
): Promise<readonly TypedParam[]> {
  const { nparams } = await ask(0);
  return nparams === 0 ? [] : (await ask(nparams)).params;
}

/** VIR_DRV_FEATURE_TYPED_PARAM_STRING: libvirt 0.9.8 and later. */
const stringParameters = 9;

/** The flags with the one that lets the daemon send strings too, where it knows it. */
export async function withStrings(session: Session, flags: number, options: CallOptions): Promise<number> {
  const known = await session.supportsFeature(stringParameters, options);
  return known ? (flags | TypedParameterFlags.STRING_OKAY) >>> 0 : flags;
}
