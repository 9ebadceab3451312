import { describe, test } from '@jest/globals';
import type { LibvirtRelease } from './debian-root.ts';
import { whyNoQemuHost } from './why-no-qemu-host.ts';

/** A describe block that needs hosts with QEMU; where there can be none it is reported as skipped, with the reason. */
export async function describeWithQemu(
  name: string,
  releases: readonly LibvirtRelease[],
  body: () => void,
): Promise<void> {
  const missing = await whyNoQemuHost(releases);
  if (missing === undefined) {
    describe(name, body);
    return;
  }
  process.stderr.write(`\n[lab] skipped: ${name}: ${missing}\n`);
  describe.skip(name, () => {
    test(`needs hosts with QEMU: ${missing}`, () => {
      throw new Error(missing);
    });
  });
}
