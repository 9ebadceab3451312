import { type Corrections, refuseNeedless, refuseUnknown, type TypedParameterCorrection } from './api-corrections.ts';
import type { ApiTypedParameter, TypedParameterKind, TypedParameterRole } from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';
import { defined } from './api-json.ts';
import { byText } from './api-order.ts';
import type { ApiSource } from './api-source.ts';
import { attribute, infoText, type XmlElement } from './api-xml.ts';

/** The macros that are strings: the names of typed parameters, or what such names are made of. */
export function importTypedParameters(
  sources: readonly ApiSource[],
  corrections: Corrections['typedParameters'],
): ApiTypedParameter[] {
  const macros = sources.flatMap((source) => source.symbols('macro').filter((macro) => macro.attributes.has('string')));
  const correctionOf = assignCorrections(macros, corrections);
  return macros
    .map((macro): ApiTypedParameter => {
      const correction = correctionOf.get(macro);
      return defined({
        name: attribute(macro, 'name'),
        value: attribute(macro, 'string'),
        header: attribute(macro, 'file'),
        since: attribute(macro, 'version'),
        role: correction?.role ?? roleOf(macro),
        kind: correction?.kind ?? onlyKind(macro),
      });
    })
    .sort(
      byText(
        (fact) => fact.header,
        (fact) => fact.name,
      ),
    );
}

function assignCorrections(
  macros: readonly XmlElement[],
  corrections: Corrections['typedParameters'],
): ReadonlyMap<XmlElement, TypedParameterCorrection> {
  const assigned = new Map<XmlElement, TypedParameterCorrection>();
  for (const [pattern, correction] of corrections) {
    const matched = macros.filter((macro) => matches(pattern, attribute(macro, 'name')));
    refuseUnknown('typedParameters', [pattern], new Set(matched.length > 0 ? [pattern] : []));
    // A correction of several macros is needed as long as one of them needs it.
    if (matched.every((macro) => statedKinds(macro).join() === correction.kind)) {
      refuseNeedless(`typedParameters.${pattern}.kind`, correction.kind);
    }
    if (matched.every((macro) => roleOf(macro) === correction.role)) {
      refuseNeedless(`typedParameters.${pattern}.role`, correction.role);
    }
    for (const macro of matched) {
      if (assigned.has(macro)) {
        const reason = `${attribute(macro, 'name')} is corrected by another entry too`;
        throw new ApiFactsError(`corrections.json typedParameters.${pattern}`, reason);
      }
      assigned.set(macro, correction);
    }
  }
  return assigned;
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function roleOf(macro: XmlElement): TypedParameterRole {
  // The length of an address is ".prefix", in a macro …_SUFFIX_PREFIX: a real prefix ends in the dot it is joined by.
  if (attribute(macro, 'string').endsWith('.')) return 'prefix';
  return attribute(macro, 'name').includes('_SUFFIX_') ? 'suffix' : 'name';
}

const kindWords = new Map<string, TypedParameterKind>([
  ['int', 'int'],
  ['uint', 'uint'],
  ['unsigned int', 'uint'],
  ['llong', 'llong'],
  ['long long', 'llong'],
  ['ullong', 'ullong'],
  ['unsigned long long', 'ullong'],
  ['double', 'double'],
  ['boolean', 'boolean'],
  ['string', 'string'],
]);

/** "VIR_TYPED_PARAM_UINT" anywhere, and the ways in which C's own type is given: "as a ullong", "type is int". */
const kindPhrase = new RegExp(
  `\\bVIR_TYPED_PARAMS?_(INT|UINT|LLONG|ULLONG|DOUBLE|BOOLEAN|STRING)\\b|\\b(?:as|of type|type|type is|type of) (?:an? )?(${[...kindWords.keys()].join('|')})\\b`,
  'gi',
);

/** None where upstream does not say, several where it accepts several. */
function statedKinds(macro: XmlElement): TypedParameterKind[] {
  const words = [...infoText(macro).matchAll(kindPhrase)].map(([, constant, type]) => constant ?? type ?? '');
  return [...new Set(words.flatMap((word) => kindWords.get(word.toLowerCase()) ?? []))];
}

function onlyKind(macro: XmlElement): TypedParameterKind | undefined {
  const [kind, ...others] = statedKinds(macro);
  if (others.length === 0) return kind;
  const reason = `${attribute(macro, 'name')} may be ${[kind, ...others].join(' or ')}: choose in corrections.json`;
  throw new ApiFactsError(macro.place, reason);
}
