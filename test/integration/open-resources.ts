/** What keeps this process alive of the kinds that a connection may hold: sockets and timers. */
export function openResources(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => /Socket|Pipe|TCP|Timeout/.test(kind));
}

/**
 * Resolves when there are no more open resources than there were `before`; never when something was left open. Sockets
 * count until the turn after they were closed, and Jest has timers that come and go.
 */
export async function nothingMoreThan(before: readonly string[]): Promise<void> {
  const count = (list: readonly string[], kind: string): number => list.filter((each) => each === kind).length;
  for (;;) {
    const now = openResources();
    if (now.every((kind) => count(now, kind) <= count(before, kind))) return;
    await endOfTurn();
  }
}

/** Resolves when all that this turn of the event loop brought has been dealt with, promises included. */
export function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
