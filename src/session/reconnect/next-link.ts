import type { CallOptions } from '../../rpc/call-options.ts';
import { limitWait } from '../../rpc/limit-wait.ts';
import type { LinkKeeper } from '../link-keeper.ts';
import { nodeClock } from '../node-clock.ts';

/** How a wait for the next connection ends: there is one, there is to be none, or a limit has ended it. */
export type NextLink = 'connected' | 'closed' | 'aborted' | 'timeout';

/** Waits after the loss of a connection, within limits, until there is another. */
export async function nextLink(keeper: LinkKeeper, limits: CallOptions): Promise<NextLink> {
  if (keeper.link.isAlive) return 'connected';
  // Who made a call learns that the connection is lost before the keeper does.
  await keeper.link.closed;
  if (keeper.link.isAlive) return 'connected';
  if (keeper.state === 'closed' || keeper.isEnding) return 'closed';
  return new Promise((resolve) => {
    const done = (how: NextLink): void => {
      stopWaiting();
      stopObserving();
      resolve(how);
    };
    const stopWaiting = limitWait(
      nodeClock,
      limits,
      () => done('timeout'),
      () => done('aborted'),
    );
    const stopObserving = keeper.observe((state) => {
      if (state !== 'reconnecting') done(state);
    });
    if (limits.signal?.aborted) done('aborted');
  });
}
