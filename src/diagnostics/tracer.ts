import type { Channel, TracingChannel } from 'node:diagnostics_channel';
import type { CallOptions } from '../rpc/call-options.ts';
import { identifyingArgs } from './identifying-args.ts';
import { redactUri } from './redact-uri.ts';
import type {
  CallContext,
  ConnectContext,
  EventContext,
  ReceivedEvent,
  SessionStateChange,
  StreamContext,
  TracedOutcome,
} from './trace-contexts.ts';

/** What a traced procedure is called. */
interface Traced {
  readonly name: string;
  readonly program: number;
}

/** A stream as it is told of. */
interface TracedPort {
  readonly received: number;
  readonly sent: number;
  readonly failure: Error | undefined;
}

/** A tracing channel, and whether anybody watches it: Node's types do not know that it tells, since 20.13. */
export interface Watched<Context extends object> extends TracingChannel<unknown, Context> {
  readonly hasSubscribers: boolean;
}

/** The channels of this package. They are looked up once, so that what nobody watches costs a look at five flags. */
export class Tracer {
  readonly connects: Watched<ConnectContext>;
  readonly calls: Watched<CallContext>;
  readonly streams: Watched<StreamContext>;
  readonly events: Watched<EventContext>;
  readonly receivedEvents: Channel;
  readonly sessionStates: Channel;

  constructor({ channel, tracingChannel }: typeof import('node:diagnostics_channel')) {
    const watched = <Context extends object>(name: string): Watched<Context> =>
      tracingChannel<unknown, Context>(`libvirt-rpc:${name}`) as Watched<Context>;
    this.connects = watched('connect');
    this.calls = watched('call');
    this.streams = watched('stream');
    this.events = watched('event');
    this.receivedEvents = channel('libvirt-rpc:event:received');
    this.sessionStates = channel('libvirt-rpc:session:state');
  }

  /** Opens a connection. Once it is open, it is the opened session that knows what it is called. */
  connect<Opened extends { readonly uri: string; readonly session: { readonly peer: string } }>(
    uri: string | undefined,
    readOnly: boolean,
    run: () => Promise<Opened>,
  ): Promise<Opened> {
    if (!this.connects.hasSubscribers) return run();
    const context: ConnectContext = { uri: uri === undefined ? undefined : redactUri(uri), readOnly };
    return trace(this.connects, context, async () => {
      const opened = await run();
      context.uri = redactUri(opened.uri);
      context.peer = opened.session.peer;
      return opened;
    });
  }

  /** Makes a call; to be asked only where somebody watches {@link calls}. */
  call<T>(
    peer: string,
    { name, program }: Traced,
    args: unknown,
    { timeout }: CallOptions,
    run: () => Promise<T>,
  ): Promise<T> {
    return trace(this.calls, { procedure: name, program, peer, args: identifyingArgs(args), timeout }, run);
  }

  /**
   * Opens a stream and follows it until `port` ends, of which `run` is handed the listener; to be asked only where
   * somebody watches {@link streams}.
   */
  stream<Opened extends { readonly port: TracedPort }>(
    peer: string,
    { name, stream: direction }: Traced & { readonly stream: StreamContext['direction'] },
    args: unknown,
    run: (onEnded: () => void) => Promise<Opened>,
  ): Promise<Opened> {
    let end!: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const context: StreamContext = {
      procedure: name,
      peer,
      args: identifyingArgs(args),
      direction,
      received: 0,
      sent: 0,
    };
    return new Promise((resolve, reject) => {
      const follow = async (): Promise<void> => {
        const opened = await run(end);
        resolve(opened);
        await ended;
        const { received, sent, failure } = opened.port;
        context.received = received;
        context.sent = sent;
        if (failure !== undefined) throw failure;
      };
      trace(this.streams, context, follow).catch(reject);
    });
  }

  /** Subscribes to events. */
  event<T>(peer: string, name: string, run: () => Promise<T>): Promise<T> {
    return this.events.hasSubscribers ? trace(this.events, { name, peer }, run) : run();
  }

  /** Tells of an event. */
  received(peer: string, name: string, event: { readonly type: string }): void {
    if (!this.receivedEvents.hasSubscribers) return;
    const message: ReceivedEvent = { name, peer, type: event.type, args: subjectOf(event) };
    this.receivedEvents.publish(message);
  }

  /** Tells of the life of a session. */
  state(change: SessionStateChange): void {
    if (this.sessionStates.hasSubscribers) this.sessionStates.publish(change);
  }
}

/**
 * Runs something under the eyes of those who watch a channel: in the order and with the stores of Node's
 * `tracePromise`, but results, which may be secrets, are not shown.
 */
export async function trace<Context extends TracedOutcome, T>(
  { start, end, asyncStart, asyncEnd, error: failed }: TracingChannel<unknown, Context>,
  context: Context,
  run: () => Promise<T>,
): Promise<T> {
  const running = start.runStores(context, run);
  end.publish(context);
  try {
    return await running;
  } catch (error) {
    context.error = error;
    failed.publish(context);
    throw error;
  } finally {
    asyncStart.publish(context);
    asyncEnd.publish(context);
  }
}

/** The objects that an event is about, by name and UUID. */
function subjectOf(event: object): ReceivedEvent['args'] {
  const found: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(event)) {
    if (typeof value !== 'object' || value === null) continue;
    const { name, uuid } = value as { readonly name?: unknown; readonly uuid?: unknown };
    if (typeof name !== 'string' || value instanceof Error) continue;
    found[field] = typeof uuid === 'string' ? { name, uuid } : { name };
  }
  return found;
}

const diagnostics = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
/** The channels are had from the process and not by an import: a program without them, as a browser is, has no tracer. */
const only: Tracer | undefined = diagnostics === undefined ? undefined : new Tracer(diagnostics);

/** The one tracer of the process. It prints, where the environment has `libvirt` in NODE_DEBUG. */
export async function startTracing(): Promise<Tracer | undefined> {
  const log = globalThis.process?.getBuiltinModule?.('node:util').debuglog('libvirt');
  if (only !== undefined && log?.enabled) (await import('./debug-log.ts')).startDebugLog(only, log);
  return only;
}
