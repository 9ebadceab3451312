import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { format, inspect } from 'node:util';
import { printTraces } from '../../../src/diagnostics/debug-log.ts';
import { inspectFrame } from '../../../src/diagnostics/inspect/inspect-frame.ts';
import { startTracing } from '../../../src/diagnostics/tracer.ts';
import { jsonReplacer } from '../../../src/json-replacer.ts';

/** Hears and keeps all that the package tells of what it does, to be searched for what it must not tell. */
export class Witness {
  /** What was heard, by where it came from. */
  readonly heard = new Map<string, string[]>();
  readonly #stops: (() => void)[] = [];

  static async start(): Promise<Witness> {
    const witness = new Witness();
    const tracer = await startTracing();
    if (tracer === undefined) throw new Error('there are no channels here');
    const { connects, calls, streams, events, receivedEvents, sessionStates } = tracer;
    for (const [name, tracing] of Object.entries({ connects, calls, streams, events })) {
      const hear = (message: object): void => witness.hear(name, message);
      const subscribers = { start: hear, end: hear, asyncStart: hear, asyncEnd: hear, error: hear };
      tracing.subscribe(subscribers);
      witness.#stops.push(() => tracing.unsubscribe(subscribers));
    }
    for (const [name, channel] of Object.entries({ receivedEvents, sessionStates })) {
      const hear = (message: unknown): void => witness.hear(name, message);
      channel.subscribe(hear);
      witness.#stops.push(() => channel.unsubscribe(hear));
    }
    const print = (line: string, ...values: unknown[]): void => witness.hear('log', format(line, ...values));
    witness.#stops.push(printTraces(tracer, print, () => performance.now()));
    return witness;
  }

  hear(from: string, what: unknown): void {
    const told = [
      typeof what === 'string' ? what : inspect(what, { depth: 20, showHidden: true, maxArrayLength: null }),
    ];
    told.push(JSON.stringify(what, jsonReplacer) ?? '');
    if (what instanceof Error) told.push(String(what), what.stack ?? '');
    this.heard.set(from, [...(this.heard.get(from) ?? []), ...told]);
  }

  /** Waits for the failure of something, and hears it. */
  async failure(what: string, attempt: Promise<unknown>): Promise<Error> {
    try {
      await attempt;
    } catch (error) {
      this.hear(`error of ${what}`, error);
      if (error instanceof Error) return error;
    }
    throw new Error(`${what} did not fail`);
  }

  /** Hears a recording: its text, the bytes of its packets, and what they are in words. */
  recording(path: string): void {
    const text = readFileSync(path, 'utf8');
    this.hear('recording', text);
    for (const line of text.split('\n').slice(1, -1)) {
      const { frame } = JSON.parse(line) as { readonly frame?: string };
      if (frame === undefined) continue;
      const bytes = Buffer.from(frame, 'base64');
      this.hear('recording', bytes.toString('latin1'));
      this.hear('recording, inspected', inspectFrame(bytes));
    }
  }

  /** Where a secret was told, in whatever form. */
  told(secret: string): string[] {
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      bytes.toString('latin1'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('hex'),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      [...bytes].join(', '),
    ];
    return [...this.heard].flatMap(([from, lines]) =>
      lines.filter((line) => forms.some((form) => line.includes(form))).map((line) => `${from}: ${line.slice(0, 400)}`),
    );
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stops) stop();
  }
}
