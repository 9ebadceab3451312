import type { Command } from './command.ts';
import { doctor } from './doctor.ts';

/** What `libvirt-rpc` can do. */
export const commands: readonly Command[] = [doctor];
