import { readFileSync } from 'node:fs';
import { importConstants, importVersion } from './api-constants.ts';
import { type Corrections, parseCorrections } from './api-corrections.ts';
import { enumConstants, importEnums } from './api-enums.ts';
import type { ApiFacts } from './api-facts.ts';
import { importFunctions } from './api-functions.ts';
import { readApiSources } from './api-source.ts';
import { refuseChangedNames, refuseUnusableNames } from './api-stability.ts';
import { importTypedParameters } from './api-typed-parameters.ts';

export interface ApiImportOptions {
  /** Where `libvirt-api.xml`, `-qemu`, `-lxc` and `-admin` of one release lie. */
  readonly directory: string;
  readonly corrections: Corrections;
  /** What was recorded of an earlier release: its names are kept. */
  readonly previous: ApiFacts | undefined;
}

/** Reads the facts of libvirt's public API. Throws `ApiFactsError` rather than guess, and writes nothing. */
export function importApi({ directory, corrections, previous }: ApiImportOptions): ApiFacts {
  const sources = readApiSources(directory);
  const enums = importEnums(sources, corrections.enums, previous);
  refuseUnusableNames(enums);
  refuseChangedNames(previous?.enums ?? [], enums);
  return {
    libvirt: importVersion(sources),
    enums,
    functions: importFunctions(sources, enums, corrections.functions),
    typedParameters: importTypedParameters(sources, corrections.typedParameters),
    constants: importConstants(sources, enumConstants(sources)),
  };
}

/** Reads `corrections.json`. Throws `ApiFactsError`. */
export function readCorrections(path: string): Corrections {
  return parseCorrections(readFileSync(path, 'utf8'));
}
