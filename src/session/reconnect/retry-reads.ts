import type { CallOutcome } from '../../rpc/call-outcome.ts';
import { type CallLimits, restOf } from '../call-limits.ts';
import type { LinkKeeper } from '../link-keeper.ts';
import { nodeClock } from '../node-clock.ts';
import type { SendCall } from '../session-calls.ts';
import { nextLink } from './next-link.ts';
import { onlyReads } from './only-reads.ts';

/** Sends a call, and does not take every outcome for the last. */
export type RetryCalls = <Result>(
  keeper: LinkKeeper,
  procedure: { readonly name: string; readonly acl: readonly string[] },
  send: SendCall<Result>,
  limits: CallLimits,
) => Promise<CallOutcome<Result>>;

/** Sends a call that does no harm twice again, on the next connection, as often as the connection is lost. */
export const retryReads: RetryCalls = async (keeper, procedure, send, limits) => {
  const { signal, startedAt } = limits;
  let outcome = await send(limits);
  while (outcome.kind === 'closed' && onlyReads(procedure)) {
    const waited = await nextLink(keeper, restOf(limits));
    if (waited === 'closed') break;
    if (waited === 'aborted' && signal !== undefined) return { kind: 'aborted', signal };
    if (waited === 'timeout') return { kind: 'timeout', elapsed: nodeClock.now() - startedAt, inFlight: [] };
    outcome = await send({ ...restOf(limits), startedAt });
  }
  return outcome;
};
