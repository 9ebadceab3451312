import type { DoctorReport } from './report.ts';

const mask = '***';

/** Masks what a report must not show wherever it stands in a text. */
export function maskSecrets(report: DoctorReport): (text: string) => string {
  const { given, uri } = report.steps.uri?.facts ?? {};
  const secrets = [report.uri, given, uri].flatMap((each) => secretsOf(each ?? ''));
  // One may be within another.
  const longestFirst = [...new Set(secrets)].sort((one, other) => other.length - one.length);
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, mask), text);
}

/** What a URI says that is nobody's business: a password behind the user's name, and parameters that are called so. */
export function secretsOf(uri: string): string[] {
  const [, password] = /^[^/?#]*:\/\/[^/?#@:]*:([^/?#@]*)@/.exec(uri) ?? [];
  const params = [...uri.matchAll(/[?&;][^=&;#]*(?:passw|passphrase|secret|token)[^=&;#]*=([^&;#]*)/gi)];
  return [password, ...params.map(([, value]) => value)].flatMap((text) =>
    text === undefined || text === '' ? [] : [text, decoded(text)],
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
