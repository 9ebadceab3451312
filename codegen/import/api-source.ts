import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Library, libraries } from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';
import { attribute, childrenNamed, parseXml, type XmlElement } from './api-xml.ts';

/** One library's API description. */
export interface ApiSource {
  readonly library: Library;
  /** The elements named so among its symbols: `enum`, `typedef`, `function`, `macro`. */
  symbols(element: string): readonly XmlElement[];
}

/** Reads `libvirt-api.xml` and its three companions. */
export function readApiSources(directory: string): ApiSource[] {
  return libraries.map((library) => {
    const file = `${library}-api.xml`;
    const root = parseXml(readFileSync(join(directory, file), 'utf8'), file);
    if (root.name !== 'api' || attribute(root, 'name') !== library) {
      throw new ApiFactsError(root.place, `not the API description of ${library}`);
    }
    const symbols = childrenNamed(root, 'symbols').flatMap((element) => element.children);
    return { library, symbols: (element) => symbols.filter((symbol) => symbol.name === element) };
  });
}
