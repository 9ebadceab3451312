import { XdrError } from '@xdr-ts/runtime';

/** The XdrError that `action` throws: its reason, offset and path. */
export function thrownBy(action: () => unknown): { reason: string; offset: number; path: string } {
  try {
    action();
  } catch (error) {
    if (!(error instanceof XdrError)) throw error;
    const { reason, offset, path } = error;
    return { reason, offset, path };
  }
  throw new Error('nothing was thrown');
}
