import { modularRelease, modularRoot } from '../support/modular-lab/modular-root.ts';
import { whyNoQemuHost } from '../support/qemu-lab/why-no-qemu-host.ts';

/** Jest's globalSetup of these tests: builds libvirt where that was not done before, or ends the run with the reason why not. */
export default async function prepare(): Promise<void> {
  const missing = await whyNoQemuHost([]);
  if (missing !== undefined) throw new Error(`hosts with libvirt's modular daemons cannot be made: ${missing}`);
  await modularRoot((progress) => process.stderr.write(`[modular] ${progress}\n`)).catch((cause: unknown) => {
    throw new Error(`libvirt ${modularRelease} with its modular daemons cannot be built: ${String(cause)}`, { cause });
  });
}
