import type { HandledProcedure } from './handle.ts';
import { secretHandlers } from './secret/secret-handlers.ts';

/**
 * All that this hypervisor does and libvirt's own test driver does not: a strict one has none of it, and answers these
 * procedures as libvirt's does. Nothing else may ask whether a hypervisor is strict.
 */
export const extensions: readonly HandledProcedure[] = [...secretHandlers];
