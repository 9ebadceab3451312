/** Whether a host name, whose case does not matter, is meant by patterns: {@link matchesPatterns}. */
export function matchesHostPatterns(name: string, patterns: string): boolean {
  return matchesPatterns(name.toLowerCase(), patterns.toLowerCase());
}

/**
 * Whether a name is meant by a list of patterns as OpenSSH has them, parted by commas: `*` and `?` stand for characters,
 * and one that begins with `!` and fits takes the name out, whatever else fits.
 */
export function matchesPatterns(name: string, patterns: string): boolean {
  let matches = false;
  for (const part of patterns.split(',')) {
    const pattern = part.trim();
    if (pattern === '') continue;
    const negated = pattern.startsWith('!');
    if (!matchesGlob(name, negated ? pattern.slice(1) : pattern)) continue;
    if (negated) return false;
    matches = true;
  }
  return matches;
}

/** Steps through both, and goes back to the last star where it does not go on: never slow, whatever the pattern. */
function matchesGlob(name: string, pattern: string): boolean {
  let at = 0;
  let star = -1;
  let behindStar = 0;
  let position = 0;
  while (position < name.length) {
    if (pattern[at] === '*') {
      star = at++;
      behindStar = position;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++behindStar;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
