import type { Channel } from 'node:diagnostics_channel';
import type {
  CallContext,
  ConnectContext,
  EventContext,
  ReceivedEvent,
  SessionStateChange,
  StreamContext,
  TracedArguments,
  TracedOutcome,
} from './trace-contexts.ts';
import type { Tracer, Watched } from './tracer.ts';

/** Prints a line for people, in the way of util.debuglog. */
export type PrintLine = (format: string, ...values: unknown[]) => void;

/** Prints what happens on the channels, from now on; the function that it returns ends that. */
export function printTraces(tracer: Tracer, print: PrintLine, now: () => number): () => void {
  const stops: (() => void)[] = [];
  const listen = <Message>(channel: Channel, onMessage: (message: Message) => void): void => {
    const listener = (message: unknown): void => onMessage(message as Message);
    channel.subscribe(listener);
    stops.push(() => channel.unsubscribe(listener));
  };
  let count = 0;
  const under = new Map<object, { readonly number: number; readonly startedAt: number }>();

  const follow = <Context extends TracedOutcome>(
    tracing: Watched<Context>,
    what: (context: Context) => string,
    told: (context: Context) => string = () => '',
  ): void => {
    listen<Context>(tracing.start, (context) => {
      const number = ++count;
      under.set(context, { number, startedAt: now() });
      print('#%d %s', number, what(context));
    });
    listen<Context>(tracing.asyncEnd, (context) => {
      const begun = under.get(context);
      if (begun === undefined) return;
      under.delete(context);
      const took = `${(now() - begun.startedAt).toFixed(1)} ms`;
      if (context.error === undefined) print('#%d done after %s%s', begun.number, took, told(context));
      else print('#%d failed after %s: %s', begun.number, took, lineOf(context.error));
    });
  };

  follow<ConnectContext>(
    tracer.connects,
    ({ uri, readOnly }) => `connect ${uri ?? 'by default'}${readOnly ? ', to read only' : ''}`,
    ({ uri, peer }) => `: ${uri ?? 'connected'} through ${peer}`,
  );
  follow<CallContext>(tracer.calls, ({ procedure, args, peer }) => `call ${procedure}${listed(args)} to ${peer}`);
  follow<StreamContext>(
    tracer.streams,
    ({ procedure, args, peer }) => `stream ${procedure}${listed(args)} to ${peer}`,
    ({ received, sent }) => `: ${received} bytes received, ${sent} sent`,
  );
  follow<EventContext>(tracer.events, ({ name, peer }) => `subscribe to ${name} at ${peer}`);
  listen<ReceivedEvent>(tracer.receivedEvents, ({ type, args, peer }) =>
    print('event %s%s from %s', type, listed(args), peer),
  );
  listen<SessionStateChange>(tracer.sessionStates, ({ state, peer, cause }) => {
    print('session with %s is %s: %s', peer, state, lineOf(cause));
  });
  return () => {
    for (const stop of stops) stop();
  };
}

let printing = false;

/** Prints by `print` from now on; once, however often it is called. */
export function startDebugLog(tracer: Tracer, print: PrintLine): void {
  if (printing) return;
  printing = true;
  printTraces(tracer, print, () => performance.now());
}

function listed(args: TracedArguments): string {
  const words = Object.entries(args).map(([name, value]) => `${name}=${shown(value)}`);
  return words.length === 0 ? '' : ` (${words.join(' ')})`;
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : `${value}`;
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}=${shown(inner)}`)
    .join(' ')}}`;
}

/** An error on one line. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.name}: ${error.message.replace(/\s*\n\s*/g, ' | ')}${code}`;
}
