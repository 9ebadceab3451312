import type { TestDaemon } from './test-daemon.ts';

/** What Jest's globalSetup started and its globalTeardown, which runs in the same process, has to stop. */
export const sharedDaemon: { current: TestDaemon | undefined } = { current: undefined };
