import { type Channel, channel, tracingChannel } from 'node:diagnostics_channel';
import { startTracing, type Tracer } from '../../../src/diagnostics/tracer.ts';

/** What was published, in order: where, and the very context. */
export interface Heard {
  readonly where: string;
  readonly message: object;
}

/** Listens to channels by the names that users know them by, as long as a test runs. */
export function hear(tracingName: string, ...plain: string[]): { readonly heard: Heard[]; [Symbol.dispose](): void } {
  const heard: Heard[] = [];
  const listener = (where: string) => (message: unknown) => {
    if (typeof message === 'object' && message !== null) heard.push({ where, message });
  };
  const parts = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
  const subscribed: {
    readonly to: Pick<Channel, 'subscribe' | 'unsubscribe'>;
    readonly by: (message: unknown) => void;
  }[] = parts.map((part) => ({ to: tracingChannel(tracingName)[part], by: listener(part) }));
  subscribed.push(...plain.map((name) => ({ to: channel(name), by: listener(name) })));
  for (const { to, by } of subscribed) to.subscribe(by);
  return {
    heard,
    [Symbol.dispose]: () => {
      for (const { to, by } of subscribed) to.unsubscribe(by);
    },
  };
}

export async function theTracer(): Promise<Tracer> {
  const tracer = await startTracing();
  if (tracer === undefined) throw new Error('this process has no diagnostics channels');
  return tracer;
}
