/*
 * How the members of a C enum are called in JavaScript: by what follows a prefix, which is chosen once, when the enum
 * is first imported, and recorded.
 */

/** What the prefix of a new enum would be; members that are not values (sentinels) have no say in it. */
export function choosePrefix(type: string, members: readonly string[]): string {
  const [first, ...others] = members;
  if (first === undefined) return '';
  const candidates = boundaries(first).filter((prefix) =>
    members.every((member) => member.startsWith(prefix) && isIdentifier(member.slice(prefix.length))),
  );
  if (others.length > 0) return candidates[0] ?? '';
  // A single member shares all of itself with itself, so that only its last word would be left of BANDWIDTH_BYTES:
  // take off no more than what the name of the type spells as well.
  const spelled = type.replace(/^vir/, '').toUpperCase();
  return candidates.find((prefix) => spelled.startsWith(prefix.replace(/^VIR_/, '').replaceAll('_', ''))) ?? '';
}

/**
 * The JavaScript name of a member. A member added later which does not carry the recorded prefix, or of which no
 * identifier would be left, loses as many of the prefix's words as it can.
 */
export function memberName(strip: string, member: string): string {
  const prefix = [strip, ...boundaries(strip)].find(
    (words) => member.startsWith(words) && isIdentifier(member.slice(words.length)),
  );
  return member.slice(prefix?.length ?? 0);
}

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** The beginnings of a name that end in an underscore, longest first. */
function boundaries(name: string): string[] {
  return [...name.matchAll(/_/g)].map(({ index }) => name.slice(0, index + 1)).reverse();
}
