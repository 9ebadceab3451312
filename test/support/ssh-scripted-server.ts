import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type Algorithms, type Connection, type ServerChannel } from 'ssh2';
import { SshSession } from '../../src/transport/ssh/ssh-session.ts';

export type SshScript = {
  /** What is done with a command that is to be run; without it, none is. */
  readonly exec?: (channel: ServerChannel, command: string) => void;
  /** What is done with a channel to a unix socket; without it, there is none. */
  readonly socket?: (channel: ServerChannel, path: string) => void;
  readonly algorithms?: Partial<Algorithms>;
};

/** An SSH server in this process that lets everybody in and does as it is told. */
export class ScriptedSshServer {
  readonly #server: InstanceType<typeof ssh2.Server>;
  readonly #connections: Connection[] = [];
  #ended = 0;

  private constructor(script: SshScript) {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const { algorithms = {} } = script;
    this.#server = new ssh2.Server({ hostKeys: [privateKey], algorithms }, (connection) => {
      this.#connections.push(connection);
      connection.on('error', () => undefined);
      connection.on('close', () => {
        this.#ended++;
      });
      connection.on('authentication', (context) => context.accept());
      connection.on('session', (accept) => {
        accept().on('exec', (acceptExec, reject, { command }) => {
          if (script.exec === undefined) reject();
          else script.exec(quiet(acceptExec()), command);
        });
      });
      connection.on('openssh.streamlocal', (accept, reject, { socketPath }) => {
        if (script.socket === undefined) reject();
        else script.socket(quiet(accept()), socketPath);
      });
    });
  }

  static async start(script: SshScript): Promise<ScriptedSshServer> {
    const server = new ScriptedSshServer(script);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** How many connections there have been, and how many of them have ended. */
  get counts(): { readonly begun: number; readonly ended: number } {
    return { begun: this.#connections.length, ended: this.#ended };
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  connect(signal?: AbortSignal): Promise<SshSession> {
    const login = { user: 'me', agent: undefined, keyFile: undefined, defaultKeyFiles: [], ask: undefined };
    const hostKeys = { files: [], verify: 'ignore' } as const;
    return SshSession.connect([{ host: '127.0.0.1', port: this.port, hostKeys, login }], { signal });
  }

  /** Ends all connections at once. */
  dropAll(): void {
    for (const connection of this.#connections) connection.end();
  }

  async stop(): Promise<void> {
    this.dropAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function quiet(channel: ServerChannel): ServerChannel {
  channel.on('error', () => undefined);
  return channel;
}
