import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Client, type ClientChannel } from 'ssh2';
import { AbortError } from '../../errors/abort-error.ts';
import { TransportError } from '../../errors/transport-error.ts';
import { errorReason } from '../error-reason.ts';
import { hostAndPort } from '../host-and-port.ts';
import type { ConnectOptions } from '../transport.ts';
import { watchDialing } from '../watch-dialing.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { HostKeyCheck, type HostKeyPolicy } from './host-key-check.ts';
import { knownKeyTypes } from './known-hosts.ts';
import { OpenedChannel } from './opened-channel.ts';
import { LoginAttempts, type SshLogin } from './ssh-login.ts';

/** A machine on the way, or at the end of it. */
export interface SshHop {
  readonly host: string;
  readonly port: number;
  /** The name under which its key is known, where that is another. */
  readonly keyName?: string | undefined;
  readonly hostKeys: HostKeyPolicy;
  readonly login: SshLogin;
}

type ChannelCallback = (error: Error | undefined, channel: ClientChannel) => void;

/** How long the farewell may take, in milliseconds. */
const patience = 1_000;

/** An SSH connection, which carries any number of channels and ends with the last of those who hold it. */
export class SshSession {
  readonly description: string;
  readonly #client: Client;
  readonly #stream: Duplex;
  #holders = 1;
  #failure: Error | undefined;

  private constructor(client: Client, stream: Duplex, description: string, before: SshSession | undefined) {
    this.#client = client;
    this.#stream = stream;
    this.description = description;
    client.on('error', (error) => {
      this.#failure ??= error;
    });
    stream.on('error', () => undefined);
    stream.once('close', () => {
      if (this.#holders > 0) this.#failure ??= new Error('the host closed the connection');
      // It is what holds the connection that it goes through.
      before?.release();
    });
  }

  /** Connects, by all machines on the way to the last one. Whoever gets it holds it; nothing is left when it rejects. */
  static async connect(hops: readonly SshHop[], options: ConnectOptions = {}): Promise<SshSession> {
    let session: SshSession | undefined;
    for (const hop of hops) session = await SshSession.#connectHop(hop, session, options);
    if (session === undefined) throw new TransportError('no machine to connect to', []);
    return session;
  }

  /** What `before` is held by goes over to the connection that goes through it. */
  static async #connectHop(hop: SshHop, before: SshSession | undefined, options: ConnectOptions): Promise<SshSession> {
    const { host, port, login } = hop;
    const description = `ssh:${login.user}@${host.includes(':') ? `[${host}]` : host}:${port}`;
    let session: SshSession | undefined;
    try {
      const check = await HostKeyCheck.load(hop.hostKeys, hop.keyName ?? host, port);
      const stream =
        before === undefined ? connectingSocket(host, port, options) : await before.#forward(host, port, options);
      session = new SshSession(new ssh2.Client(), stream, description, before);
      await session.#logIn(hop, check, options);
      return session;
    } catch (error) {
      if (session === undefined) before?.release();
      else session.#drop();
      throw error;
    }
  }

  /** What ended the connection, or is wrong with it. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** To be called by whoever is to hold it as well. */
  hold(): void {
    this.#holders++;
  }

  /** To be called once by each who held it. */
  release(): void {
    if (--this.#holders > 0) return;
    if (this.#stream.closed) return;
    this.#client.end();
    const timer = setTimeout(() => this.#drop(), patience);
    this.#stream.once('close', () => clearTimeout(timer));
  }

  /** Runs a command. Rejects with a TransportError when the host does not do that. */
  exec(command: string, options: ConnectOptions = {}): Promise<OpenedChannel> {
    return this.#openChannel((done) => this.#client.exec(command, done), options);
  }

  /** Connects to a unix socket of the host. Rejects with a TransportError when the host does not, or may not, do that. */
  connectUnix(path: string, options: ConnectOptions = {}): Promise<OpenedChannel> {
    return this.#openChannel((done) => this.#client.openssh_forwardOutStreamLocal(path, done), options);
  }

  async #forward(host: string, port: number, options: ConnectOptions): Promise<ClientChannel> {
    const start = (done: ChannelCallback): unknown => this.#client.forwardOut('127.0.0.1', 0, host, port, done);
    return (await this.#openChannel(start, options)).stream;
  }

  #openChannel(start: (done: ChannelCallback) => unknown, { signal }: ConnectOptions): Promise<OpenedChannel> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        if (signal !== undefined) reject(new AbortError(`opening a channel to ${this.description}`, signal));
      };
      if (signal?.aborted) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      const onFailure = (cause: unknown): void => {
        signal?.removeEventListener('abort', onAbort);
        reject(new TransportError(`${this.description}: ${channelProblem(cause)}`, [this.description], { cause }));
      };
      try {
        start((error, channel) => {
          if (error) {
            onFailure(this.#failure ?? error);
            return;
          }
          signal?.removeEventListener('abort', onAbort);
          if (signal?.aborted) channel.close();
          resolve(new OpenedChannel(channel));
        });
      } catch (cause) {
        // The connection has ended.
        onFailure(this.#failure ?? cause);
      }
    });
  }

  #logIn(
    { host, port, keyName, login }: SshHop,
    check: HostKeyCheck,
    { signal, onStep }: ConnectOptions,
  ): Promise<void> {
    const { description } = this;
    const attempts = new LoginAttempts(login);
    return new Promise((resolve, reject) => {
      let refusal: unknown;
      const release = (): void => {
        signal?.removeEventListener('abort', onAbort);
        this.#client.off('ready', onReady).off('error', onError).off('close', onClose);
      };
      const fail = (error: unknown): void => {
        release();
        reject(error);
      };
      const onReady = (): void => {
        release();
        onStep?.({ step: 'ssh', logins: attempts.notes.slice(-1) });
        resolve();
      };
      const onAbort = (): void => {
        if (signal !== undefined) fail(new AbortError(`connecting to ${description}`, signal));
      };
      const onError = (cause: Error & { readonly level?: string }): void => {
        // A key that could not be used: the next one is tried.
        if (cause.level === 'agent' || cause.level === 'client-authentication') {
          attempts.notes.push(cause.message);
          return;
        }
        const message = connectProblem(cause);
        fail(refusal ?? new TransportError(`cannot connect to ${description}: ${message}`, [description], { cause }));
      };
      const onClose = (): void => {
        const message = attempts.notes.length > 0 ? loginMessage(attempts) : 'the host closed the connection';
        fail(refusal ?? new TransportError(`cannot connect to ${description}: ${message}`, [description]));
      };
      if (signal?.aborted) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#client.on('ready', onReady).on('error', onError).on('close', onClose);
      const exhausted = (failure?: unknown): void =>
        fail(
          failure ?? new TransportError(`${description} did not let us in: ${loginMessage(attempts)}`, [description]),
        );
      this.#client.connect({
        sock: this.#stream,
        username: login.user,
        readyTimeout: 0,
        algorithms: offeredAlgorithms(knownKeyTypes(check.lines, keyName ?? host, port)),
        hostVerifier: (key: Buffer, verify: (trusted: boolean) => void) => {
          onStep?.({ step: 'ssh', hosts: [check.show(key)] });
          check.check(key).then(
            () => verify(true),
            (error: unknown) => {
              refusal = error;
              verify(false);
            },
          );
        },
        authHandler: attempts.handler(exhausted),
      });
    });
  }

  #drop(): void {
    this.#client.end();
    this.#stream.destroy();
    // A channel of another connection has no other way to end it.
    if ('close' in this.#stream && typeof this.#stream.close === 'function') this.#stream.close();
  }
}

function connectingSocket(host: string, port: number, { onStep }: ConnectOptions): Socket {
  const socket = new Socket();
  socket.setNoDelay(true);
  const target = { host, port, autoSelectFamily: true };
  if (onStep !== undefined) {
    watchDialing(socket, target, `tcp:${hostAndPort(host, port)}`, onStep);
    socket.once('connect', () => onStep({ step: 'ssh' }));
  }
  // What is listened for later is told in a later turn.
  socket.connect(target);
  return socket;
}

/** Not all that the system's ssh knows is known here: key exchanges that no quantum computer breaks, for one. */
function connectProblem(cause: Error): string {
  const reason = errorReason(cause);
  return reason.includes('no matching')
    ? `${reason} (of those that the built-in client has; +ssh may have more)`
    : reason;
}

/** SSH's own words for a channel that may not be, which servers need not say. */
function channelProblem(cause: unknown): string {
  const forbidden = typeof cause === 'object' && cause !== null && 'reason' in cause && cause.reason === 1;
  return `${errorReason(cause)}${forbidden ? ' (administratively prohibited)' : ''}`;
}

function loginMessage({ notes, accepted }: LoginAttempts): string {
  const tried = notes.length === 0 ? 'there was nothing to try' : `tried ${notes.join('; ')}`;
  return `it takes ${accepted.join(', ') || 'nothing'}, and we ${tried}`;
}
