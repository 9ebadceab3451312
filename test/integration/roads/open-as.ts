import { openSession } from '../../../src/session/open-session.ts';
import type { Session } from '../../../src/session/session.ts';

/**
 * Opens a session as another user. Who is at the other end the daemon learns when it is connected; until the session is
 * open, the whole process is that user, so nothing else may go on in it.
 */
export async function openAs(userId: number, uri: string): Promise<Session> {
  const { seteuid } = process;
  if (seteuid === undefined) throw new Error('there are no users here');
  seteuid.call(process, userId);
  try {
    return await openSession(uri);
  } finally {
    seteuid.call(process, 0);
  }
}
