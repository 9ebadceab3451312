import { type Corrections, corrected, type EnumCorrection, refuseUnknown } from './api-corrections.ts';
import { choosePrefix } from './api-enum-names.ts';
import type { ApiEnum, ApiEnumMember, ApiFacts } from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';
import { byText } from './api-order.ts';
import type { ApiSource } from './api-source.ts';
import { attribute, type XmlElement } from './api-xml.ts';

/** Every C enum of the four libraries, by library, header and name. */
export function importEnums(
  sources: readonly ApiSource[],
  corrections: Corrections['enums'],
  previous: ApiFacts | undefined,
): ApiEnum[] {
  const constants = enumConstants(sources);
  const recorded = new Map(previous?.enums.map((fact) => [fact.name, fact]));
  const facts = sources.flatMap((source) => {
    const typedefs = source.symbols('typedef').filter((typedef) => attribute(typedef, 'type') === 'enum');
    refuseUntyped(source, new Set(typedefs.map((typedef) => attribute(typedef, 'name'))));
    return typedefs
      .map((typedef) => {
        const name = attribute(typedef, 'name');
        const members = source.symbols('enum').filter((constant) => attribute(constant, 'type') === name);
        return importEnum(
          { source, typedef, members, constants, correction: corrections.get(name) },
          recorded.get(name),
        );
      })
      .sort(
        byText(
          (fact) => fact.header,
          (fact) => fact.name,
        ),
      );
  });
  refuseUnknown('enums', corrections.keys(), new Set(facts.map((fact) => fact.name)));
  refuseSameName(facts);
  return facts;
}

/** The numbers of all constants by name: a constant may be given as another one, of another library too. */
export function enumConstants(sources: readonly ApiSource[]): ReadonlyMap<string, XmlElement> {
  const constants = new Map<string, XmlElement>();
  for (const element of sources.flatMap((source) => source.symbols('enum'))) {
    const name = attribute(element, 'name');
    if (constants.has(name)) throw new ApiFactsError(element.place, `${name} is there twice`);
    constants.set(name, element);
  }
  return constants;
}

export function constantValue(element: XmlElement, constants: ReadonlyMap<string, XmlElement>): number {
  const seen = new Set<XmlElement>();
  for (let at: XmlElement | undefined = element; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    const value = attribute(at, 'value');
    if (/^-?\d+$/.test(value)) return Number(value);
    at = constants.get(value);
  }
  const name = attribute(element, 'name');
  throw new ApiFactsError(element.place, `${name} has the value ${attribute(element, 'value')}, which is no number`);
}

interface EnumElements {
  readonly source: ApiSource;
  readonly typedef: XmlElement;
  readonly members: readonly XmlElement[];
  readonly constants: ReadonlyMap<string, XmlElement>;
  readonly correction: EnumCorrection | undefined;
}

function importEnum(
  { source, typedef, members: elements, constants, correction }: EnumElements,
  recorded: ApiEnum | undefined,
): ApiEnum {
  const name = attribute(typedef, 'name');
  // A count stands behind all that it counts; a value may well be called the last of something, too.
  const greatest = Math.max(...elements.map((element) => constantValue(element, constants)));
  const members = elements
    .map((element) => importMember(element, constants, correction, name, greatest))
    .sort((a, b) => a.value - b.value || byText<ApiEnumMember>((member) => member.name)(a, b));
  const values = members.filter((member) => member.sentinel === undefined);
  if (values.length === 0) throw new ApiFactsError(typedef.place, `${name} has no members`);
  for (const sentinel of correction?.sentinels ?? []) {
    if (!members.some((member) => member.name === sentinel)) {
      throw new ApiFactsError(`corrections.json enums.${name}.sentinels`, `${sentinel} is not a member`);
    }
  }

  const strip = corrected(
    `enums.${name}.strip`,
    choosePrefix(name, values.map((member) => member.name).sort()),
    correction?.strip,
  );
  const js = corrected(`enums.${name}.js`, name.replace(/^vir/, ''), correction?.js);
  refuseRenaming(`enums.${name}.strip`, recorded?.strip, correction?.strip);
  refuseRenaming(`enums.${name}.js`, recorded?.js, correction?.js);
  const flags = corrected(`enums.${name}.flags`, /Flags?(Values)?$/.test(name), correction?.flags);
  const odd = flags ? values.find(({ value }) => value < 0 || value >= 2 ** 32) : undefined;
  if (odd !== undefined)
    throw new ApiFactsError(typedef.place, `${name} is a bit mask, but ${odd.name} is ${odd.value}`);

  return {
    name,
    js: recorded?.js ?? js,
    library: source.library,
    header: attribute(typedef, 'file'),
    strip: recorded?.strip ?? strip,
    flags,
    since: attribute(typedef, 'version'),
    members,
  };
}

function importMember(
  element: XmlElement,
  constants: ReadonlyMap<string, XmlElement>,
  correction: EnumCorrection | undefined,
  type: string,
  greatest: number,
): ApiEnumMember {
  const name = attribute(element, 'name');
  const value = constantValue(element, constants);
  const listed = correction?.sentinels?.includes(name) ? true : undefined;
  const sentinel = corrected(`enums.${type}.sentinels`, name.endsWith('_LAST') && value === greatest, listed);
  const member = { name, value, since: attribute(element, 'version') };
  return sentinel ? { ...member, sentinel } : member;
}

/** A published name never changes, not even for the better. */
function refuseRenaming(place: string, recorded: string | undefined, wanted: string | undefined): void {
  if (recorded !== undefined && wanted !== undefined && recorded !== wanted) {
    throw new ApiFactsError(
      `corrections.json ${place}`,
      `${wanted}, but ${recorded} is recorded and names in use rest on it`,
    );
  }
}

function refuseUntyped(source: ApiSource, types: ReadonlySet<string>): void {
  for (const element of source.symbols('enum')) {
    const type = element.attributes.get('type');
    if (type === undefined || !types.has(type)) {
      throw new ApiFactsError(element.place, `${attribute(element, 'name')} belongs to no enum type`);
    }
  }
}

function refuseSameName(facts: readonly ApiEnum[]): void {
  const taken = new Map<string, string>();
  for (const { name, js } of facts) {
    const other = taken.get(js);
    if (other !== undefined) {
      throw new ApiFactsError(name, `is called ${js}, as ${other} is: give it a js name in corrections.json`);
    }
    taken.set(js, name);
  }
}
