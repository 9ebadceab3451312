import { type Corrections, corrected, type FunctionCorrection, refuseUnknown } from './api-corrections.ts';
import type { ApiAcl, ApiEnum, ApiFlags, ApiFunction } from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';
import { FlagsReader } from './api-flags.ts';
import { defined } from './api-json.ts';
import { byText } from './api-order.ts';
import type { ApiSource } from './api-source.ts';
import { attribute, childrenNamed, infoText, type XmlElement } from './api-xml.ts';

/** Every public function of the four libraries, by library, header and name. */
export function importFunctions(
  sources: readonly ApiSource[],
  enums: readonly ApiEnum[],
  corrections: Corrections['functions'],
): ApiFunction[] {
  const reader = new FlagsReader(enums);
  const masks = new Set(enums.filter((fact) => fact.flags).map((fact) => fact.name));
  const facts = sources.flatMap((source) =>
    source
      .symbols('function')
      .map((element): ApiFunction => {
        const name = attribute(element, 'name');
        const [returned] = childrenNamed(element, 'return');
        if (returned === undefined) throw new ApiFactsError(element.place, `${name} has no return type`);
        const args = childrenNamed(element, 'arg');
        const acls = childrenNamed(element, 'acls');
        return defined({
          name,
          library: source.library,
          header: attribute(element, 'file'),
          since: attribute(element, 'version'),
          returns: attribute(returned, 'type'),
          args: args.map((arg) => ({ name: attribute(arg, 'name'), type: attribute(arg, 'type') })),
          flags: importFlags(element, reader, masks, corrections.get(name)),
          acls: importAcls(acls, 'check'),
          aclFilters: importAcls(acls, 'filter'),
        });
      })
      .sort(
        byText(
          (fact) => fact.header,
          (fact) => fact.name,
        ),
      ),
  );
  const correctable = facts.filter((fact) => fact.flags !== undefined).map((fact) => fact.name);
  refuseUnknown('functions', corrections.keys(), new Set(correctable));
  return facts;
}

function importFlags(
  element: XmlElement,
  reader: FlagsReader,
  masks: ReadonlySet<string>,
  correction: FunctionCorrection | undefined,
): ApiFlags | undefined {
  const argument = childrenNamed(element, 'arg').find((arg) => attribute(arg, 'name') === 'flags');
  if (argument === undefined) return undefined;
  const name = attribute(element, 'name');
  const stated = reader.read(argument.attributes.get('info') ?? '', infoText(element));
  const enums = corrected(`functions.${name}`, stated, correction?.flags);
  if (enums === undefined) {
    throw new ApiFactsError(argument.place, `nothing says what the flags of ${name} are: add it to corrections.json`);
  }
  const other = enums.find((type) => !masks.has(type));
  if (other !== undefined) {
    throw new ApiFactsError(argument.place, `the flags of ${name} are ${other}, which is not known as a bit mask`);
  }
  return enums.length === 0 ? { arg: 'flags', enums, unused: true } : { arg: 'flags', enums };
}

function importAcls(acls: readonly XmlElement[], kind: 'check' | 'filter'): ApiAcl[] | undefined {
  const facts = acls
    .flatMap((element) => childrenNamed(element, kind))
    .map((element) =>
      defined({
        object: attribute(element, 'object'),
        permission: attribute(element, 'perm'),
        flags: element.attributes.get('flags'),
      }),
    );
  return facts.length === 0 ? undefined : facts;
}
