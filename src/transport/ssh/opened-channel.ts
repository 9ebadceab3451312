import type { ClientChannel } from 'ssh2';
import { OutputTail } from './output-tail.ts';

/**
 * A channel, and what is known of the program behind it. How that ended may be told in the same segment that tells
 * that it was started, so it is listened for from the first.
 */
export class OpenedChannel {
  readonly stream: ClientChannel;
  readonly stderr: OutputTail = new OutputTail();
  /** The program's exit status, once it has ended with one. */
  exitCode: number | undefined;
  /** The signal that has ended the program. */
  signal: string | undefined;
  /** Settles when there is nothing more to come, and all that came has been read. */
  readonly closed: Promise<void>;

  constructor(stream: ClientChannel) {
    this.stream = stream;
    stream.on('error', () => undefined);
    stream.on('exit', (code: number | null, signal?: string) => {
      this.exitCode = code ?? undefined;
      this.signal = signal;
    });
    // Channels to sockets have none, whatever the types say.
    stream.stderr?.on('data', (chunk: Uint8Array) => this.stderr.add(chunk));
    this.closed = new Promise((resolve) => stream.once('close', () => resolve()));
  }
}
