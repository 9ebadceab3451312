import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { TransportError } from '../errors/transport-error.ts';
import { OutputTail } from './ssh/output-tail.ts';
import { textBeforeProtocol } from './ssh/text-before-protocol.ts';
import type { ConnectOptions, Transport, TransportHandlers } from './transport.ts';

/** How long a program may take, once it is asked to end, in milliseconds: first kindly, then by SIGTERM. */
const patience = 1_000;
/** How long something else may hold the standard error of a program that has ended, in milliseconds. */
const stderrPatience = 200;

/** What is known of the road that a program opens. */
export interface ChildProcessRoad {
  readonly description: string;
  readonly secure: boolean;
  /** What may be wrong when the program ends with this status before there was an answer. */
  hint?(exitCode: number | undefined): string | undefined;
}

/** A running program as a transport, by its standard input and output. */
export class ChildProcessTransport implements Transport {
  readonly description: string;
  readonly secure: boolean;
  readonly openAnother: (options?: ConnectOptions) => Promise<Transport>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #road: ChildProcessRoad;
  readonly #stderr = new OutputTail();
  #handlers: TransportHandlers | undefined;
  #heard = false;
  #outputEnded = false;
  #exited = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    child: ChildProcessWithoutNullStreams,
    road: ChildProcessRoad,
    openAnother: (options?: ConnectOptions) => Promise<Transport>,
  ) {
    this.description = road.description;
    this.secure = road.secure;
    this.openAnother = openAnother;
    this.#child = child;
    this.#road = road;
    // What a program does not read any more, its end tells.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
    // A signal that cannot be sent: the program has just ended.
    child.on('error', () => undefined);
    child.stderr.on('data', (chunk: Uint8Array) => this.#stderr.add(chunk));
    child.once('exit', () => {
      this.#exited = true;
      clearTimeout(this.#timer);
      this.#endWhenDone();
    });
  }

  open(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    const { stdin, stdout } = this.#child;
    stdout.on('data', ({ buffer, byteOffset, length }: Buffer) => {
      this.#receive(new Uint8Array(buffer, byteOffset, length));
    });
    stdin.on('drain', () => this.#handlers?.drain());
    const onEnd = (): void => {
      if (this.#outputEnded || this.#handlers === undefined) return;
      this.#outputEnded = true;
      // It says no more: nothing that we might still say will be answered.
      if (!this.#exited) this.#askToEnd();
      this.#endWhenDone();
    };
    stdout.once('end', onEnd);
    stdout.once('close', onEnd);
    if (stdout.destroyed) onEnd();
  }

  write(bytes: Uint8Array): boolean {
    const { stdin } = this.#child;
    return stdin.writable && stdin.write(bytes);
  }

  pause(): void {
    this.#child.stdout.pause();
  }

  resume(): void {
    this.#child.stdout.resume();
  }

  close(): void {
    this.#handlers = undefined;
    if (this.#exited) return;
    // What it still says must not keep it from ending.
    this.#child.stdout.resume();
    this.#askToEnd();
  }

  destroy(): void {
    this.#handlers = undefined;
    const { stdin, stdout, stderr } = this.#child;
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
    clearTimeout(this.#timer);
    if (!this.#exited) this.#terminate();
  }

  #receive(chunk: Uint8Array): void {
    if (!this.#heard) {
      this.#heard = true;
      const text = textBeforeProtocol(chunk);
      if (text !== undefined) {
        this.#fail(
          `${this.description}: ${JSON.stringify(text)} was printed where the daemon's first answer belongs (start files of login shells must print nothing to programs)`,
        );
        return;
      }
    }
    this.#handlers?.data(chunk);
  }

  /** The end of its input is what programs of this kind end at. */
  #askToEnd(): void {
    this.#child.stdin.end();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#terminate(), patience);
  }

  #terminate(): void {
    this.#child.kill('SIGTERM');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#child.kill('SIGKILL'), patience);
  }

  #endWhenDone(): void {
    if (!this.#exited || !this.#outputEnded || this.#handlers === undefined) return;
    const end = (): void => {
      clearTimeout(this.#timer);
      this.#child.stderr.destroy();
      this.#end();
    };
    if (this.#child.stderr.closed) {
      end();
      return;
    }
    // A connection that ssh keeps for others, in a process of its own, may hold the standard error much longer.
    this.#child.stderr.once('close', end);
    this.#timer = setTimeout(end, stderrPatience);
  }

  #end(): void {
    const { exitCode, signalCode } = this.#child;
    if (this.#heard && exitCode === 0) {
      const handlers = this.#handlers;
      this.#handlers = undefined;
      handlers?.end(undefined);
      return;
    }
    const how = signalCode === null ? `status ${exitCode}` : `signal ${signalCode}`;
    const when = this.#heard ? '' : ' before the daemon said anything';
    const hint = this.#heard ? undefined : this.#road.hint?.(exitCode ?? undefined);
    const details = [hint, this.#stderr.text].filter((detail) => detail !== undefined).join(': ');
    this.#fail(`${this.description} ended with ${how}${when}${details === '' ? '' : `: ${details}`}`);
  }

  #fail(message: string): void {
    const handlers = this.#handlers;
    const { exitCode, signalCode } = this.#child;
    const stderr = this.#stderr.text;
    const ended = { exitCode: exitCode ?? undefined, signal: signalCode ?? undefined, stderr };
    this.destroy();
    handlers?.end(new TransportError(message, [this.description], ended));
  }
}
