import type { StreamProcedure } from '../../protocol/procedure.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { nodeClock } from '../node-clock.ts';
import type { Session } from '../session.ts';
import { StreamPort } from './stream-port.ts';

/** How a stream is opened: `timeout` limits the opening, `signal` the opening and then the stream. */
export interface StreamOptions extends CallOptions {
  /**
   * Which connection carries it. On one of its `own`, opened for it, it may stall as long as it will; a stream on the
   * `shared` one that is not read holds up the events and, when it is not taken by the daemon, the calls there.
   */
  readonly connection?: 'own' | 'shared' | undefined;
}

/** A stream that the daemon has opened, and what it said then. */
export interface OpenedStream<Result> {
  readonly port: StreamPort;
  readonly result: Result;
}

/** Opens a stream. Rejects as calls do, and as the opening of a connection does; nothing stays open then. */
export function openStream<Args, Result>(
  session: Session,
  procedure: StreamProcedure<Args, Result>,
  args: NoInfer<Args>,
  options: StreamOptions,
): Promise<OpenedStream<Result>> {
  const { peer, tracer } = session;
  const open = (onEnded: () => void): Promise<OpenedStream<Result>> =>
    openAnywhere(session, procedure, args, options, onEnded);
  return tracer?.streams.hasSubscribers ? tracer.stream(peer, procedure, args, open) : open(() => undefined);
}

async function openAnywhere<Args, Result>(
  session: Session,
  procedure: StreamProcedure<Args, Result>,
  args: Args,
  { connection = 'own', signal, timeout }: StreamOptions,
  onEnded: () => void,
): Promise<OpenedStream<Result>> {
  const own = connection === 'own' && session.canOpenAnother;
  if (!own) return openOn(session, procedure, args, { signal, timeout }, onEnded);
  const deadline = timeout === undefined ? undefined : nodeClock.now() + timeout;
  let carrier: Session | undefined;
  let isOver = false;
  // Who closes a connection closes all that it has opened; one that is lost takes no others with it.
  const stopObserving = session.observe((state, cause) => {
    if (state !== 'closed' || cause?.reason !== 'client') return;
    isOver = true;
    carrier?.destroy();
  });
  try {
    carrier = await session.openAnother({ signal, timeout });
    if (isOver) carrier.destroy();
    const left = deadline === undefined ? undefined : Math.max(0, deadline - nodeClock.now());
    const opened = carrier;
    return await openOn(opened, procedure, args, { signal, timeout: left }, () => {
      stopObserving();
      onEnded();
      void opened.close();
    });
  } catch (error) {
    stopObserving();
    carrier?.destroy();
    throw error;
  }
}

async function openOn<Args, Result>(
  session: Session,
  procedure: StreamProcedure<Args, Result>,
  args: NoInfer<Args>,
  options: CallOptions,
  onEnded: () => void,
): Promise<OpenedStream<Result>> {
  const onceDrained = (callback: () => void): void => session.onceDrained(callback);
  const port = new StreamPort(procedure.name, onceDrained, onEnded);
  const { stream, result } = await session.openStream(procedure, args, port.take, options);
  port.opened(stream);
  return { port, result };
}
