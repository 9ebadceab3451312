import { NotSupportedError } from '../../errors/not-supported-error.ts';
import { authList } from '../../generated/remote-procedures.ts';
import type { Session } from '../session.ts';

/** How the daemon wants to be convinced: any of these ways will do, and no way at all means that it asks for nothing. */
export async function offeredTypes(session: Session, signal: AbortSignal): Promise<readonly number[]> {
  try {
    return (await session.call(authList, undefined, { signal })).types;
  } catch (error) {
    // Daemons from before there was a choice do not know the question and want nothing.
    if (error instanceof NotSupportedError) return [];
    throw error;
  }
}
