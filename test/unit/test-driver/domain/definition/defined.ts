import type { DomainDefinition } from '../../../../../src/test-driver/domain/definition/domain-definition.ts';
import { parseDomain } from '../../../../../src/test-driver/domain/definition/parse-domain.ts';

/** The definition of a domain of that content besides what every domain has. */
export function defined(inside: string): DomainDefinition {
  return parseDomain(`<domain type='test'><name>a</name><memory>1</memory><os><type>hvm</type></os>${inside}</domain>`);
}

/** What is written of a definition from the first of some elements to the last, without the blanks between them. */
export function written(definition: DomainDefinition, ...names: readonly string[]): string {
  const text = definition.format({ secure: false }).replace(/\n\s*/g, '');
  return names.map((name) => new RegExp(`<${name}(?:[ >].*</${name}>| [^<]*/>|/>)`).exec(text)?.[0] ?? '').join('');
}
