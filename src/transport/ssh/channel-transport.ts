import type { ClientChannel } from 'ssh2';
import { TransportError } from '../../errors/transport-error.ts';
import type { ConnectOptions, Transport, TransportHandlers } from '../transport.ts';
import type { OpenedChannel } from './opened-channel.ts';
import type { SshSession } from './ssh-session.ts';
import { textBeforeProtocol } from './text-before-protocol.ts';

/** A way from the other machine's SSH server to its daemon. */
export interface ChannelWay {
  /** What it goes by, as `virt-ssh-helper`. */
  readonly name: string;
  open(session: SshSession, options: ConnectOptions): Promise<OpenedChannel>;
}

/** How long the other machine may take to close a channel, in milliseconds. */
const patience = 1_000;
/** How much is kept to be said again by the next way. Who says more before there is an answer has one way only. */
const mostUnanswered = 64 * 1024;

/**
 * A channel of an SSH connection as a transport. Daemons do not speak first, so whether a way leads to one is known
 * only when it answers; until then what was written is kept, and a way that ends is replaced by the next.
 */
export class ChannelTransport implements Transport {
  readonly description: string;
  readonly secure = true;
  readonly #session: SshSession;
  readonly #ways: readonly ChannelWay[];
  readonly #onStep: ConnectOptions['onStep'];
  readonly #left: ChannelWay[];
  readonly #failures: TransportError[] = [];
  #channel: ClientChannel | undefined;
  #handlers: TransportHandlers | undefined;
  #unanswered: Uint8Array[] = [];
  #unansweredBytes = 0;
  #heard = false;
  #settled = false;
  #paused = false;
  #released = false;
  #endCause: Error | undefined;

  /** Takes over what the caller holds of the session. */
  private constructor(session: SshSession, ways: readonly ChannelWay[], onStep: ConnectOptions['onStep']) {
    this.#session = session;
    this.#ways = ways;
    this.#onStep = onStep;
    this.#left = [...ways];
    this.description = session.description;
  }

  /** Opens the first of the ways that the host lets us open; the session's holder is the transport from now on. */
  static async open(session: SshSession, ways: readonly ChannelWay[], options: ConnectOptions): Promise<Transport> {
    const transport = new ChannelTransport(session, ways, options.onStep);
    try {
      transport.#use(await transport.#nextChannel(options));
      return transport;
    } catch (error) {
      transport.#release();
      throw error;
    }
  }

  openAnother(options: ConnectOptions = {}): Promise<Transport> {
    this.#session.hold();
    return ChannelTransport.open(this.#session, this.#ways, options);
  }

  open(handlers: TransportHandlers): void {
    if (this.#released) {
      handlers.end(this.#endCause);
      return;
    }
    this.#handlers = handlers;
    this.#read();
  }

  write(bytes: Uint8Array): boolean {
    if (!this.#settled && !this.#released) {
      this.#unanswered.push(bytes);
      this.#unansweredBytes += bytes.length;
      if (this.#unansweredBytes > mostUnanswered) this.#settle();
    }
    return this.#channel?.write(bytes) ?? false;
  }

  pause(): void {
    this.#paused = true;
    this.#channel?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#channel?.resume();
  }

  close(): void {
    this.#handlers = undefined;
    const channel = this.#channel;
    this.#channel = undefined;
    if (channel === undefined) {
      this.#release();
      return;
    }
    // What it still says must not keep it from ending.
    channel.resume();
    channel.end();
    const timer = setTimeout(() => {
      channel.close();
      this.#release();
    }, patience);
    channel.once('close', () => {
      clearTimeout(timer);
      this.#release();
    });
  }

  destroy(): void {
    this.#handlers = undefined;
    const channel = this.#channel;
    this.#channel = undefined;
    channel?.resume();
    channel?.close();
    this.#release();
  }

  #release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#session.release();
  }

  /** Opens the next way that the host lets us open. Rejects with what all of them met when there is none left. */
  async #nextChannel(options: ConnectOptions): Promise<{ opened: OpenedChannel; way: ChannelWay }> {
    for (let way = this.#left.shift(); way !== undefined; way = this.#left.shift()) {
      try {
        return { opened: await way.open(this.#session, options), way };
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        this.#failures.push(new TransportError(`${way.name}: ${error.message}`, [way.name], { cause: error }));
        if (this.#session.failure !== undefined) break;
      }
    }
    throw this.#allFailures();
  }

  #use({ opened, way }: { opened: OpenedChannel; way: ChannelWay }): void {
    const channel = opened.stream;
    this.#channel = channel;
    this.#onStep?.({ step: 'ssh', way: way.name });
    channel.pause();
    channel.on('drain', () => {
      if (channel === this.#channel) this.#handlers?.drain();
    });
    // It says no more: nothing that we might still say will be answered.
    channel.on('end', () => channel.end());
    void opened.closed.then(() => {
      if (channel === this.#channel) this.#ended(opened, way);
    });
    if (this.#handlers !== undefined) this.#read();
  }

  #read(): void {
    const channel = this.#channel;
    // The next way is being opened, and is read once it is.
    if (channel === undefined) return;
    channel.on('data', ({ buffer, byteOffset, length }: Buffer) => {
      if (channel === this.#channel) this.#receive(new Uint8Array(buffer, byteOffset, length));
    });
    if (!this.#paused) channel.resume();
  }

  #receive(chunk: Uint8Array): void {
    if (!this.#heard) {
      this.#heard = true;
      this.#settle();
      const text = textBeforeProtocol(chunk);
      if (text !== undefined) {
        this.#finish(
          new TransportError(
            `${this.description}: ${JSON.stringify(text)} was printed where the daemon's first answer belongs (start files of login shells must print nothing to programs)`,
            [this.description],
          ),
        );
        return;
      }
    }
    this.#handlers?.data(chunk);
  }

  /** From now on there is this way alone. */
  #settle(): void {
    this.#settled = true;
    this.#unanswered = [];
    this.#left.length = 0;
  }

  #ended({ exitCode, signal, stderr }: OpenedChannel, way: ChannelWay): void {
    const { failure } = this.#session;
    this.#channel = undefined;
    if (this.#heard && failure === undefined && (exitCode ?? 0) === 0 && signal === undefined) {
      this.#finish(undefined);
      return;
    }
    const how = explain(failure, exitCode, signal, this.#heard);
    const details = stderr.text === undefined ? how : `${how}: ${stderr.text}`;
    const ended = { exitCode, signal, stderr: stderr.text, cause: failure };
    this.#failures.push(new TransportError(`${way.name}: ${details}`, [way.name], ended));
    // Whatever answered once was the right way; and without a connection there is none.
    if (this.#heard || failure !== undefined) this.#left.length = 0;
    this.#goOn();
  }

  #goOn(): void {
    this.#nextChannel({}).then(
      (next) => {
        if (this.#released) {
          next.opened.stream.close();
          return;
        }
        this.#use(next);
        for (const bytes of this.#unanswered) next.opened.stream.write(bytes);
        // Whoever wrote meanwhile was asked to wait.
        this.#handlers?.drain();
      },
      (failure: Error) => this.#finish(failure),
    );
  }

  #finish(cause: Error | undefined): void {
    const handlers = this.#handlers;
    this.#endCause = cause;
    this.destroy();
    handlers?.end(cause);
  }

  #allFailures(): TransportError {
    const { description } = this;
    const message = this.#failures.map((failure) => failure.message).join('; ');
    const last = this.#failures.findLast(({ exitCode }) => exitCode !== undefined);
    return new TransportError(
      this.#heard ? `${description}: ${message}` : `no way from ${description} to its daemon: ${message}`,
      this.#failures.flatMap(({ tried }) => tried.map((name) => `${description} ${name}`)),
      {
        exitCode: last?.exitCode,
        signal: last?.signal,
        stderr: last?.stderr,
        cause: new AggregateError(this.#failures, message),
      },
    );
  }
}

function explain(
  failure: Error | undefined,
  exitCode: number | undefined,
  signal: string | undefined,
  heard: boolean,
): string {
  if (failure !== undefined) return `the connection failed: ${failure.message}`;
  const when = heard ? '' : ' before the daemon said anything';
  if (signal !== undefined) return `ended with signal ${signal}${when}`;
  return exitCode === undefined ? `closed${when}` : `ended with status ${exitCode}${when}`;
}
