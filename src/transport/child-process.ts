import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { AbortError } from '../errors/abort-error.ts';
import { TransportError } from '../errors/transport-error.ts';
import { type ChildProcessRoad, ChildProcessTransport } from './child-process-transport.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** A program that leads to a daemon by its standard input and output. */
export interface ChildProcessTarget extends ChildProcessRoad {
  readonly file: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a program that leads to a daemon. Rejects with a TransportError when it cannot be started; what becomes of it
 * later, its exit status and what it wrote to its standard error, is told by the end of the transport.
 */
export function connectChildProcess(target: ChildProcessTarget, options: ConnectOptions = {}): Promise<Transport> {
  const { file, args, environment, description } = target;
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new AbortError(`starting ${file}`, signal));
      return;
    }
    const onFailure = (cause: Error): void => {
      reject(new TransportError(`cannot start ${file}: ${cause.message}`, [description], { cause }));
    };
    let child: ChildProcessWithoutNullStreams;
    try {
      child = spawn(file, args, { env: environment, windowsHide: true });
    } catch (cause) {
      // A name with a NUL in it, for one.
      onFailure(cause as Error);
      return;
    }
    child.once('error', onFailure);
    child.once('spawn', () => {
      child.off('error', onFailure);
      const openAnother = (another?: ConnectOptions): Promise<Transport> => connectChildProcess(target, another);
      const transport = new ChildProcessTransport(child, target, openAnother);
      if (!signal?.aborted) {
        resolve(transport);
        return;
      }
      transport.destroy();
      reject(new AbortError(`starting ${file}`, signal));
    });
  });
}
