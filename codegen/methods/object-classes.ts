import { domain } from './domain.ts';
import type { ObjectClass } from './row.ts';

/** The object classes of the client, in the order of the layers of libvirt's own headers. */
export const objectClasses: readonly ObjectClass[] = [domain];
