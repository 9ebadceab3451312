import { describe, test } from '@jest/globals';
import { labVariable } from './lab-variable.ts';
import type { DaemonCoordinates } from './test-daemon.ts';

/** The libvirtd that all test files share: do not stop it, and leave its default test connection as it was. */
export type Lab = DaemonCoordinates;

/** The shared daemon, or undefined where this machine cannot run one. */
export function lab(): Lab | undefined {
  const coordinates = read();
  return 'missing' in coordinates ? undefined : coordinates;
}

/** A describe block that needs the shared daemon; without one it is reported as skipped, with the reason. */
export function describeWithLab(name: string, body: (lab: Lab) => void): void {
  const coordinates = read();
  if ('missing' in coordinates) {
    describe.skip(name, () => {
      test(`needs a libvirt daemon: ${coordinates.missing}`, () => {
        throw new Error(coordinates.missing);
      });
    });
    return;
  }
  describe(name, () => body(coordinates));
}

function read(): Lab | { readonly missing: string } {
  const text = process.env[labVariable];
  if (text === undefined) {
    return { missing: `${labVariable} is not set: Jest ran without its globalSetup` };
  }
  return JSON.parse(text);
}
