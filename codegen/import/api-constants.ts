import { constantValue } from './api-enums.ts';
import type { ApiConstant } from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';
import { byText } from './api-order.ts';
import type { ApiSource } from './api-source.ts';
import { attribute, type XmlElement } from './api-xml.ts';

/** The macros that are numbers: lengths and limits. */
export function importConstants(
  sources: readonly ApiSource[],
  enumConstants: ReadonlyMap<string, XmlElement>,
): ApiConstant[] {
  const macros = new Map(
    sources
      .flatMap((source) => source.symbols('macro'))
      .filter((macro) => macro.attributes.has('raw') && !macro.attributes.has('params'))
      .map((macro) => [attribute(macro, 'name'), macro]),
  );
  const macroValue = (macro: XmlElement, depth: number): bigint =>
    evaluate(withoutComments(attribute(macro, 'raw')), (name) => {
      const other = macros.get(name);
      const constant = enumConstants.get(name);
      if (constant !== undefined) return BigInt(constantValue(constant, enumConstants));
      if (other !== undefined && depth < macros.size) return macroValue(other, depth + 1);
      throw new ApiFactsError(macro.place, `${attribute(macro, 'name')} is ${name}, which is no number`);
    }) ?? refuse(macro);

  return [...macros.values()]
    .filter((macro) => attribute(macro, 'name') !== versionMacro && !isStructAlias(macro))
    .map((macro) => {
      const value = Number(macroValue(macro, 0));
      return Number.isSafeInteger(value) ? { name: attribute(macro, 'name'), value } : refuse(macro);
    })
    .sort(byText((fact) => fact.name));
}

const versionMacro = 'LIBVIR_VERSION_NUMBER';

/** The release that the files describe, as `12.8.0`. */
export function importVersion(sources: readonly ApiSource[]): string {
  const macro = sources
    .flatMap((source) => source.symbols('macro'))
    .find((candidate) => attribute(candidate, 'name') === versionMacro);
  if (macro === undefined) throw new ApiFactsError('libvirt-api.xml', `no ${versionMacro}`);
  const number = Number(evaluate(attribute(macro, 'raw'), () => refuse(macro)) ?? refuse(macro));
  return [Math.floor(number / 1_000_000), Math.floor(number / 1000) % 1000, number % 1000].join('.');
}

function refuse(macro: XmlElement): never {
  throw new ApiFactsError(macro.place, `${attribute(macro, 'name')} is ${attribute(macro, 'raw')}, which is no number`);
}

/** `_virSchedParameter` is an old name of the struct `_virTypedParameter`. */
function isStructAlias(macro: XmlElement): boolean {
  return attribute(macro, 'name').startsWith('_vir') && attribute(macro, 'raw').startsWith('_vir');
}

function withoutComments(source: string): string {
  return source.replace(/\/\*.*?\*\//g, '');
}

/** The value of a sum of numbers and names, in parentheses or not; `undefined` for anything else. */
function evaluate(expression: string, lookUp: (name: string) => bigint): bigint | undefined {
  const [part, inner] = /\(([^()]*)\)/.exec(expression) ?? [];
  if (part !== undefined && inner !== undefined) {
    const value = evaluate(inner, lookUp);
    return value === undefined ? undefined : evaluate(expression.replace(part, ` ${value} `), lookUp);
  }
  let sum = 0n;
  for (const term of expression.split('+')) {
    const [, digits, name] = /^\s*(?:(\d+|0x[\da-f]+)(?:u?l{0,2})|([A-Za-z_]\w*))\s*$/i.exec(term) ?? [];
    if (digits !== undefined) sum += BigInt(digits);
    else if (name !== undefined) sum += lookUp(name);
    else return undefined;
  }
  return sum;
}
