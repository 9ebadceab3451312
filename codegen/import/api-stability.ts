import { isIdentifier, memberName } from './api-enum-names.ts';
import type { ApiEnum } from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';

/** Programs write our names of enum members: none may vanish, change, or come to mean another number. */
export function refuseChangedNames(previous: readonly ApiEnum[], current: readonly ApiEnum[]): void {
  const known = new Map(current.map((fact) => [fact.name, fact]));
  for (const before of previous) {
    const now = known.get(before.name);
    if (now === undefined) throw new ApiFactsError(before.name, `the enum (${before.js}) is gone`);
    if (now.js !== before.js) throw new ApiFactsError(before.name, `${before.js} would be renamed to ${now.js}`);
    for (const member of before.members) {
      const found = now.members.find((candidate) => candidate.name === member.name);
      const [was, is] = [memberName(before.strip, member.name), memberName(now.strip, member.name)];
      const place = `${before.name} ${member.name}`;
      if (found === undefined) throw new ApiFactsError(place, `the member (${before.js}.${was}) is gone`);
      if (was !== is) throw new ApiFactsError(place, `${before.js}.${was} would be renamed to ${is}`);
      if (member.value !== found.value && member.sentinel === undefined) {
        throw new ApiFactsError(place, `${before.js}.${was} would change from ${member.value} to ${found.value}`);
      }
    }
  }
}

/** Within an enum, each member needs a name of its own that can be written after a dot. */
export function refuseUnusableNames(enums: readonly ApiEnum[]): void {
  for (const { name: type, strip, members } of enums) {
    const taken = new Set<string>();
    for (const { name } of members) {
      const member = memberName(strip, name);
      if (!isIdentifier(member) || taken.has(member)) {
        throw new ApiFactsError(
          `${type} ${name}`,
          `without ${strip} it is ${JSON.stringify(member)}, which cannot be its name`,
        );
      }
      taken.add(member);
    }
  }
}
