import { modularRelease, modularRoot } from '../support/modular-lab/modular-root.ts';
import { debianRoot } from '../support/qemu-lab/debian-root.ts';
import { whyNoQemuHost } from '../support/qemu-lab/why-no-qemu-host.ts';

/** Jest's globalSetup of these tests: builds libvirt where that was not done before, or ends the run with the reason why not. */
export default async function prepare(): Promise<void> {
  const missing = await whyNoQemuHost([]);
  if (missing !== undefined) throw new Error(`hosts with libvirt's modular daemons cannot be made: ${missing}`);
  await modularRoot((progress) => process.stderr.write(`[modular] ${progress}\n`)).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`libvirt ${modularRelease} with its modular daemons cannot be built: ${reason}`, { cause });
  });
  // The guest is the one of all hosts, and made with the oldest release.
  await debianRoot('9.0.0');
}
