/*
 * Which release brought which procedure. Procedures are only ever appended, so one number for each release and program
 * says it all: the last procedure that the release has.
 */

/** `{ release: '9.0.0', last: { remote: 443, … } }`, oldest first; only releases that brought a procedure. */
export interface Release {
  readonly release: string;
  readonly last: Readonly<Record<string, number>>;
}

export interface DatedProcedure {
  readonly number: number;
  /** The release of its C function or event id; `undefined` for internal ones. */
  readonly since: string | undefined;
}

/**
 * A procedure cannot be older than the C function that it serves, nor than the procedure before it; the newest of
 * these is taken as its release.
 */
export function computeReleases(programs: Readonly<Record<string, readonly DatedProcedure[]>>): Release[] {
  const last = new Map<string, Record<string, number>>();
  for (const [program, procedures] of Object.entries(programs)) {
    let release = '0.0.0';
    for (const { number, since } of [...procedures].sort((a, b) => a.number - b.number)) {
      if (since !== undefined && compareReleases(since, release) > 0) release = since;
      const entry = last.get(release) ?? {};
      last.set(release, { ...entry, [program]: number });
    }
  }
  return [...last].sort(([a], [b]) => compareReleases(a, b)).map(([release, numbers]) => ({ release, last: numbers }));
}

export function compareReleases(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
