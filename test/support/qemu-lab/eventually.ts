import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is true; what a host does by itself takes as long as the machine lets it. */
export async function eventually(what: string, ask: () => Promise<boolean>, timeout = 60_000): Promise<void> {
  const giveUp = AbortSignal.timeout(timeout);
  while (!(await ask())) {
    if (giveUp.aborted) throw new Error(`${what}: not within ${timeout} ms`);
    await delay(20);
  }
}
