import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from '@jest/globals';
import { describeWithLab } from './lab.ts';

/** Where Debian has programs for root, which is not in everybody's PATH. */
const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/**
 * A describe block that needs a libvirt daemon and programs of other packages, by name or path; without one of them it
 * is reported as skipped, with the reason.
 */
export function describeWithPrograms(programs: readonly string[], name: string, body: () => void): void {
  const missing = programs.filter((program) => !isThere(program));
  if (missing.length === 0) return describeWithLab(name, body);
  describe.skip(name, () => {
    const reason = `needs ${missing.join(', ')}`;
    test(reason, () => {
      throw new Error(reason);
    });
  });
}

function isThere(program: string): boolean {
  const places = program.startsWith('/') ? [program] : directories.map((directory) => join(directory, program));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
