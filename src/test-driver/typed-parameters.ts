import { ErrorDomain, ErrorNumber, TypedParameterFlags } from '../generated/api-enums.ts';
import type { TypedParam, TypedParamValue } from '../generated/remote-types.ts';
import { badArgument, fault, internalFault, invalidArgument } from './fault.ts';

/** The numbers of the types that a parameter's value may have. */
export const ParameterType = { INT: 1, UINT: 2, LLONG: 3, ULLONG: 4, DOUBLE: 5, BOOLEAN: 6, STRING: 7 } as const;

const typeNames: Readonly<Record<TypedParamValue['type'], string>> = {
  1: 'int',
  2: 'uint',
  3: 'llong',
  4: 'ullong',
  5: 'double',
  6: 'boolean',
  7: 'string',
};

export function intParameter(field: string, value: number): TypedParam {
  return { field, value: { type: ParameterType.INT, value } };
}

export function uintParameter(field: string, value: number): TypedParam {
  return { field, value: { type: ParameterType.UINT, value } };
}

export function ullongParameter(field: string, value: bigint): TypedParam {
  return { field, value: { type: ParameterType.ULLONG, value } };
}

export function booleanParameter(field: string, value: boolean): TypedParam {
  return { field, value: { type: ParameterType.BOOLEAN, value: Number(value) } };
}

export function stringParameter(field: string, value: string): TypedParam {
  return { field, value: { type: ParameterType.STRING, value } };
}

/** The parameters that a function takes, and the type that each has to have. */
export type KnownParameters = ReadonlyMap<string, TypedParamValue['type']>;

/** The longest name that C keeps of a parameter, in bytes. */
const longestField = 79;

/** What C cannot keep of the parameters of a call is refused before the function sees them. */
function checkFieldLengths(params: readonly TypedParam[]): void {
  const long = params.find(({ field }) => new TextEncoder().encode(field).length > longestField);
  if (long === undefined) return;
  const detail = `parameter ${long.field} too big for destination`;
  throw internalFault(ErrorDomain.NONE, detail);
}

/** Refuses parameters that a function does not know, that have another type, or that come twice. */
export function checkParameters(params: readonly TypedParam[], known: KnownParameters): void {
  checkFieldLengths(params);
  const sorted = [...params].sort((left, right) => Number(left.field > right.field) - Number(left.field < right.field));
  for (const [at, { field, value }] of sorted.entries()) {
    const expected = known.get(field);
    if (expected === undefined) {
      throw fault(ErrorNumber.ERR_ARGUMENT_UNSUPPORTED, ErrorDomain.NONE, `parameter '${field}' not supported`);
    }
    if (sorted[at - 1]?.field === field) {
      throw invalidArgument(ErrorDomain.NONE, `parameter '${field}' occurs multiple times`);
    }
    if (value.type !== expected) {
      const detail = `invalid type '${typeNames[value.type]}' for parameter '${field}', expected '${typeNames[expected]}'`;
      throw invalidArgument(ErrorDomain.NONE, detail);
    }
  }
}

/** A reply that holds parameters: themselves, or how many there are when the client has room for none. */
export interface ParameterReply {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface ParameterRequest {
  /** For how many the client has room. */
  readonly nparams: number;
  readonly flags: number;
}

/** Refuses a client that says that it has room for more parameters than any reply holds, or for less than none. */
export function checkRoom({ nparams }: ParameterRequest, limit: number, domain: number, functionName: string): void {
  if (nparams > limit) throw internalFault(ErrorDomain.RPC, 'nparams too large');
  if (nparams >= 0) return;
  throw badArgument(domain, functionName, 'nparams', `nparams in ${functionName} must be zero or greater`);
}

/** The parameters for which a client has room; texts go to those alone who say that they understand them. */
export function shownParameters(all: readonly TypedParam[], { nparams, flags }: ParameterRequest): ParameterReply {
  const takesText = (flags & TypedParameterFlags.STRING_OKAY) !== 0;
  const params = all.slice(0, nparams).filter(({ value }) => takesText || value.type !== ParameterType.STRING);
  // C says how many there are only where it says nothing else.
  return { params, nparams: 0 };
}
