import type { Connection } from '../../src/client/connection.ts';

/** Resolves when the connection is in that state. */
export function inState(connection: Connection, wanted: Connection['state']): Promise<void> {
  return new Promise((resolve) => {
    if (connection.state === wanted) return resolve();
    const stop = connection.onStateChange((state) => {
      if (state !== wanted) return;
      stop();
      resolve();
    });
  });
}
