import { MechanismError } from '../mechanism-error.ts';

/** A section of krb5.conf: values of relations, in order, and sections within. */
export interface ProfileSection {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly sections: ReadonlyMap<string, ProfileSection>;
}

interface Section extends ProfileSection {
  readonly values: Map<string, string[]>;
  readonly sections: Map<string, Section>;
}

/** Another file that stands where it is named, or all files of a directory. */
export type ReadIncluded = (directive: 'include' | 'includedir', path: string) => Promise<readonly ProfileText[]>;

export interface ProfileText {
  readonly file: string;
  readonly text: string;
}

/** Files that include each other would never end. */
const deepest = 10;

/** Reads a krb5.conf. Rejects with a MechanismError that names file and line. */
export async function parseProfile(source: ProfileText, readIncluded: ReadIncluded): Promise<ProfileSection> {
  const root = emptySection();
  await parseInto(root, source, readIncluded, 0);
  return root;
}

/** The values at a path of sections, as `realms`, `EXAMPLE.ORG`, `kdc`; none where it leads nowhere. */
export function profileValues(root: ProfileSection, ...path: readonly string[]): readonly string[] {
  let section: ProfileSection | undefined = root;
  for (const name of path.slice(0, -1)) section = section?.sections.get(name);
  return section?.values.get(path.at(-1) ?? '') ?? [];
}

function emptySection(): Section {
  return { values: new Map(), sections: new Map() };
}

function inside(section: Section, name: string): Section {
  const found = section.sections.get(name) ?? emptySection();
  section.sections.set(name, found);
  return found;
}

async function parseInto(
  root: Section,
  { file, text }: ProfileText,
  readIncluded: ReadIncluded,
  depth: number,
): Promise<void> {
  if (depth > deepest) throw new MechanismError(`${file}: files include each other without end`);
  let stack: Section[] = [];
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.trim();
    const wrong = (): MechanismError =>
      new MechanismError(`${file}:${index + 1} is nothing that belongs into a krb5.conf`);
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const [, directive, path = ''] = /^(include|includedir)\s+(\S.*)$/.exec(line) ?? [];
    if (directive === 'include' || directive === 'includedir') {
      for (const each of await readIncluded(directive, path)) await parseInto(root, each, readIncluded, depth + 1);
      continue;
    }
    const heading = /^\[([^\]]+)\]\*?$/.exec(line)?.[1];
    if (heading !== undefined) {
      stack = [inside(root, heading)];
      continue;
    }
    const section = stack.at(-1);
    if (/^\}\*?$/.test(line) && stack.length > 1) {
      stack.pop();
      continue;
    }
    const [, name = '', value = ''] = /^([^\s=]*[^\s=*])\*?\s*=\s*(.*)$/.exec(line) ?? [];
    if (section === undefined || name === '') throw wrong();
    if (value === '{') stack.push(inside(section, name));
    else section.values.set(name, [...(section.values.get(name) ?? []), unquoted(value)]);
  }
}

function unquoted(value: string): string {
  const quoted = /^"(.*)"$/.exec(value)?.[1];
  return quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
}
