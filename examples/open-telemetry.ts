/*
 * Spans of OpenTelemetry for every connection, call and stream, from the diagnostics channels of the process. Only what
 * is used of `@opentelemetry/api` is named here, so that this compiles without it: hand in
 * `trace.getTracer('libvirt-rpc')`. The program itself hands in a tracer that prints.
 */
import { tracingChannel } from 'node:diagnostics_channel';
import { type CallContext, type ConnectContext, connect, type StreamContext, type TracedOutcome } from 'libvirt-rpc';

type Attributes = Record<string, string | number | boolean>;

interface Span {
  setAttributes(attributes: Attributes): unknown;
  recordException(error: Error): void;
  setStatus(status: { code: number; message?: string }): unknown;
  end(): void;
}

interface Tracer {
  startSpan(name: string, options: { kind: number; attributes: Attributes }): Span;
}

/** SpanKind.CLIENT and SpanStatusCode.ERROR of `@opentelemetry/api`. */
const client = 2;
const failed = 2;

/** Makes spans from now on; the function that it returns ends that. */
export function traceLibvirt(tracer: Tracer): () => void {
  const stops: (() => void)[] = [];

  function follow<Context extends TracedOutcome>(
    channel: string,
    nameOf: (context: Context) => string,
    atStart: (context: Context) => Attributes,
    atEnd: (context: Context) => Attributes,
  ): void {
    const spans = new WeakMap<object, Span>();
    const subscribers = {
      // It is published where the call is made: the span that is active there is the parent.
      start: (context: Context): void => {
        spans.set(context, tracer.startSpan(nameOf(context), { kind: client, attributes: atStart(context) }));
      },
      end: (): void => undefined,
      error: (context: Context): void => {
        const { error } = context;
        if (!(error instanceof Error)) return;
        const code = 'code' in error ? String(error.code) : error.name;
        const span = spans.get(context);
        span?.setAttributes({ 'error.type': code });
        span?.recordException(error);
        span?.setStatus({ code: failed, message: error.message });
      },
      asyncStart: (): void => undefined,
      asyncEnd: (context: Context): void => {
        const span = spans.get(context);
        span?.setAttributes(atEnd(context));
        span?.end();
      },
    };
    const tracing = tracingChannel<unknown, Context>(channel);
    tracing.subscribe(subscribers);
    stops.push(() => tracing.unsubscribe(subscribers));
  }

  follow<ConnectContext>(
    'libvirt-rpc:connect',
    () => 'libvirt connect',
    ({ uri = 'default' }) => ({ 'libvirt.uri': uri }),
    ({ peer }) => (peer === undefined ? {} : { 'server.address': peer }),
  );
  follow<CallContext>(
    'libvirt-rpc:call',
    ({ procedure }) => `libvirt ${procedure}`,
    ({ procedure, peer }) => ({ 'rpc.system': 'libvirt', 'rpc.method': procedure, 'server.address': peer }),
    () => ({}),
  );
  follow<StreamContext>(
    'libvirt-rpc:stream',
    ({ procedure }) => `libvirt ${procedure} stream`,
    ({ direction, peer }) => ({ 'libvirt.stream.direction': direction, 'server.address': peer }),
    ({ received, sent }) => ({ 'libvirt.stream.received': received, 'libvirt.stream.sent': sent }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

const printing: Tracer = {
  startSpan: (name, { attributes: given }) => {
    const attributes = { ...given };
    let outcome = 'ok';
    return {
      setAttributes: (more) => Object.assign(attributes, more),
      recordException: () => undefined,
      setStatus: ({ message }) => {
        outcome = message ?? 'failed';
      },
      end: () => console.log(`${name}: ${outcome}`, attributes),
    };
  },
};

const stop = traceLibvirt(printing);
{
  await using connection = await connect(process.argv[2] ?? 'test:///default', { timeout: 10_000 });
  const [domain] = await connection.listAllDomains();
  await domain?.getInfo();
  await connection.lookupDomainByName('no-such-domain').catch(() => undefined);
}
stop();
