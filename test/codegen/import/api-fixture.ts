import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCorrections } from '../../../codegen/import/api-corrections.ts';
import { type ApiFacts, type Library, libraries } from '../../../codegen/import/api-facts.ts';
import { importApi } from '../../../codegen/import/api-import.ts';

export interface Fixture {
  /** The symbols of each library's file. */
  readonly symbols?: Partial<Record<Library, string>>;
  /** Sections of `corrections.json`. */
  readonly corrections?: Readonly<Record<string, object>>;
  readonly previous?: ApiFacts;
}

/** Imports API descriptions of a few lines. The first line of the given symbols is line 4 of its file. */
export function importFixture({ symbols = {}, corrections = {}, previous }: Fixture): ApiFacts {
  return importFiles(
    Object.fromEntries(
      libraries.map((library) => {
        const version = library === 'libvirt' ? macroXml('LIBVIR_VERSION_NUMBER', "raw='12008000'") : '';
        const body = `${symbols[library] ?? ''}\n${version}`;
        return [
          `${library}-api.xml`,
          `<?xml version="1.0"?>\n<api name='${library}'>\n<symbols>\n${body}</symbols>\n</api>\n`,
        ];
      }),
    ),
    corrections,
    previous,
  );
}

export function importFiles(
  files: Readonly<Record<string, string>>,
  corrections: Readonly<Record<string, object>> = {},
  previous?: ApiFacts,
): ApiFacts {
  const directory = mkdtempSync(join(tmpdir(), 'api-import-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const sections = { enums: {}, functions: {}, typedParameters: {}, ...corrections };
    return importApi({ directory, corrections: parseCorrections(JSON.stringify(sections)), previous });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** An enum with its members, all in the header `colors` and the release 1.0.0. */
export function enumXml(type: string, members: Readonly<Record<string, number | string>>): string {
  const constants = Object.entries(members).map(
    ([name, value]) => `<enum name='${name}' file='colors' value='${value}' type='${type}' version='1.0.0'/>\n`,
  );
  return `${constants.join('')}<typedef name='${type}' file='colors' type='enum' version='1.0.0'/>\n`;
}

/** A function with an argument `flags` that is described so. */
export function flagsFunctionXml(name: string, description: string, text = ''): string {
  return `<function name='${name}' file='colors' module='colors' version='1.0.0'>
<info><![CDATA[${text}]]></info>
<return type='int' info='a colour'/>
<arg name='flags' type='unsigned int' info='${description}'/>
</function>
`;
}

export function macroXml(name: string, value: string, text = ''): string {
  return `<macro name='${name}' file='colors' ${value} version='1.0.0'>\n<info><![CDATA[${text}]]></info>\n</macro>\n`;
}
