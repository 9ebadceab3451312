import { sharedDaemon } from './shared-daemon.ts';

/** Jest's globalTeardown. */
export default async function globalTeardown(): Promise<void> {
  await sharedDaemon.current?.stop();
}
