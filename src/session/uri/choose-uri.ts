import { UsageError } from '../../errors/usage-error.ts';
import type { ClientConfig } from '../config/client-config.ts';
import type { Environment } from '../environment.ts';
import type { ObserveOpening } from '../opening-step.ts';
import { type LibvirtUri, parseUri } from './uri.ts';

/** A URI, whole and in its parts. */
export interface ChosenUri {
  readonly text: string;
  readonly uri: LibvirtUri;
}

/** Where a URI may come from besides the caller. */
export interface UriSources {
  readonly environment: Environment;
  readonly config: ClientConfig;
  /** The environment variable that stands in for a missing URI. */
  readonly variable: 'LIBVIRT_DEFAULT_URI' | 'LIBVIRT_ADMIN_DEFAULT_URI';
  /** Whether short names are looked up. */
  readonly aliases: boolean;
  readonly onStep?: ObserveOpening | undefined;
}

/**
 * The URI that is meant: the given one or, without one, the environment's or the configuration's; with an alias
 * resolved. `undefined` where nobody has named any. Throws a UsageError that says where the bad one came from.
 */
export function chooseUri(given: string | undefined, sources: UriSources): ChosenUri | undefined {
  const { environment, config, variable, aliases, onStep } = sources;
  const [text, source] = given
    ? [given, undefined]
    : environment.variables[variable]
      ? [environment.variables[variable], variable]
      : [config.uriDefault, `uri_default of ${config.file}`];
  onStep?.({ step: 'uri', given: text, from: text === undefined ? undefined : (source ?? 'argument') });
  if (text === undefined) return undefined;
  const alias = aliases ? config.findAlias(text) : undefined;
  const resolved = alias ?? text;
  onStep?.({ step: 'uri', uri: resolved, ...(alias === undefined ? {} : { alias: text }) });
  try {
    return { text: resolved, uri: parseUri(resolved) };
  } catch (cause) {
    const from = alias === undefined ? source : `the alias ${text} of ${config.file}`;
    if (from === undefined || !(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${from}: ${cause.message}`, { cause });
  }
}
