import {
  type TypedParameterKind,
  type TypedParameterRole,
  typedParameterKinds,
  typedParameterRoles,
} from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';
import { defined, JsonNode } from './api-json.ts';

export interface EnumCorrection {
  readonly js?: string;
  readonly strip?: string;
  readonly flags?: boolean;
  /** Members that count the others, though their names do not end in _LAST. */
  readonly sentinels?: readonly string[];
  readonly reason: string;
}

export interface FunctionCorrection {
  /** The enums that the flags argument takes; none when it is unused. */
  readonly flags: readonly string[];
  readonly reason: string;
}

export interface TypedParameterCorrection {
  readonly kind?: TypedParameterKind;
  readonly role?: TypedParameterRole;
  readonly reason: string;
}

/** What upstream's XML does not say, or says wrong; each entry with the reason for it. */
export interface Corrections {
  readonly enums: ReadonlyMap<string, EnumCorrection>;
  readonly functions: ReadonlyMap<string, FunctionCorrection>;
  /** By macro name; a name that ends in * is for all the macros that begin so. */
  readonly typedParameters: ReadonlyMap<string, TypedParameterCorrection>;
}

/** Reads `corrections.json`. Throws `ApiFactsError`. */
export function parseCorrections(json: string): Corrections {
  const { enums, functions, typedParameters } = JsonNode.parse(json, 'corrections.json').fields(
    'enums',
    'functions',
    'typedParameters',
  );
  return {
    enums: enums.entries((node) => {
      const entry = node.fields('js', 'strip', 'flags', 'sentinels', 'reason');
      return defined({
        js: entry.js.optional((js) => js.string()),
        strip: entry.strip.optional((strip) => strip.string()),
        flags: entry.flags.optional((flags) => flags.boolean()),
        sentinels: entry.sentinels.optional((sentinels) => sentinels.list((name) => name.string())),
        reason: entry.reason.string(),
      });
    }),
    functions: functions.entries((node) => {
      const { flags, reason } = node.fields('flags', 'reason');
      return { flags: flags.list((name) => name.string()), reason: reason.string() };
    }),
    typedParameters: typedParameters.entries((node) => {
      const entry = node.fields('kind', 'role', 'reason');
      return defined({
        kind: entry.kind.optional((kind) => kind.oneOf(typedParameterKinds)),
        role: entry.role.optional((role) => role.oneOf(typedParameterRoles)),
        reason: entry.reason.string(),
      });
    }),
  };
}

/** Refuses corrections for things that upstream does not have, or no longer has. */
export function refuseUnknown(
  section: keyof Corrections,
  corrected: Iterable<string>,
  known: ReadonlySet<string>,
): void {
  for (const name of corrected) {
    if (!known.has(name)) throw new ApiFactsError(`corrections.json ${section}.${name}`, 'upstream has no such name');
  }
}

/** The corrected value, if there is one. */
export function corrected<Value>(place: string, stated: Value, correction: Value | undefined): Value {
  if (correction === undefined) return stated;
  if (JSON.stringify(correction) === JSON.stringify(stated)) refuseNeedless(place, stated);
  return correction;
}

/** A correction that changes nothing would outlive its reason. */
export function refuseNeedless(place: string, stated: unknown): never {
  const reason = `no longer needed: it is ${JSON.stringify(stated)} without it`;
  throw new ApiFactsError(`corrections.json ${place}`, reason);
}
