import { consoleHandlers } from './domain/console/console-handlers.ts';
import type { HandledProcedure } from './handle.ts';
import { secretEventHandlers } from './secret/secret-event-handlers.ts';
import { secretHandlers } from './secret/secret-handlers.ts';
import { volumeStreamHandlers } from './storage-pool/volume-stream-handlers.ts';

/**
 * All that this hypervisor does and libvirt's own test driver does not: a strict one has none of it, and answers these
 * procedures as libvirt's does. Nothing else may ask whether a hypervisor is strict.
 */
export const extensions: readonly HandledProcedure[] = [
  ...secretHandlers,
  ...secretEventHandlers,
  ...volumeStreamHandlers,
  ...consoleHandlers,
];
