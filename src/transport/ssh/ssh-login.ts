import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware } from 'ssh2';
import { KeyFileProblem, readPrivateKey, readPublicKey } from './private-key.ts';
import { Sha2Agent } from './sha2-agent.ts';
import type { AskSsh } from './ssh-question.ts';

/** The ways to log in, by the words of `sshauth=`. */
export type SshLoginMethod = 'agent' | 'privkey' | 'password' | 'keyboard-interactive';

/** Who logs in, and by what. */
export interface SshLogin {
  readonly user: string;
  /** In the order in which they are tried; where it is not given, a key file that is named goes before an agent's others. */
  readonly methods?: readonly SshLoginMethod[] | undefined;
  /** The socket of an SSH agent. */
  readonly agent: string | undefined;
  /** The key file that is named for this host. */
  readonly keyFile: string | undefined;
  /** Key files that are tried where none is named. */
  readonly defaultKeyFiles: readonly string[];
  readonly ask: AskSsh | undefined;
}

interface Attempt {
  /** SSH's own name of it. */
  readonly type: AuthenticationType;
  /** `undefined` where there is nothing to try. */
  make(): Promise<AnyAuthMethod | undefined>;
}

/** Tries the ways to log in, one after another, as long as the host goes on with them. */
export class LoginAttempts {
  readonly #login: SshLogin;
  readonly #attempts: Promise<Attempt[]>;
  /** What became of each, in words. */
  readonly notes: string[] = [];
  /** What the host would take, as far as it has said. */
  accepted: readonly string[] = [];

  constructor(login: SshLogin) {
    this.#login = login;
    this.#attempts = this.#plan();
  }

  /** What ssh2 asks for the next way; once there is none, or looking for one fails, `onExhausted` is called. */
  handler(onExhausted: (failure?: unknown) => void): AuthHandlerMiddleware {
    return (left, _partial, next) => {
      // The host has not said yet what it takes, which it does as an answer to this.
      if (left === null) {
        next({ type: 'none', username: this.#login.user });
        return;
      }
      this.accepted = left;
      const go = (attempt: AnyAuthMethod | undefined): void => (attempt === undefined ? onExhausted() : next(attempt));
      this.#next(left).then(go).catch(onExhausted);
    };
  }

  async #next(left: readonly AuthenticationType[]): Promise<AnyAuthMethod | undefined> {
    const attempts = await this.#attempts;
    for (;;) {
      const index = attempts.findIndex(({ type }) => left.includes(type === 'agent' ? 'publickey' : type));
      const [attempt] = index < 0 ? [] : attempts.splice(index, 1);
      if (attempt === undefined) return undefined;
      const made = await attempt.make();
      if (made !== undefined) return made;
    }
  }

  async #plan(): Promise<Attempt[]> {
    const { methods, keyFile } = this.#login;
    if (methods !== undefined) return methods.flatMap((method) => this.#attemptsBy(method));
    const named = keyFile === undefined ? undefined : await readPublicKey(keyFile);
    const byKeys =
      keyFile === undefined
        ? [...this.#attemptsBy('agent'), ...this.#attemptsBy('privkey')]
        : [
            ...(named === undefined ? [] : [this.#byAgent('its key', (key) => key.equals(named))]),
            ...this.#attemptsBy('privkey'),
            this.#byAgent('its keys', (key) => named === undefined || !key.equals(named)),
          ];
    return [...byKeys, ...this.#attemptsBy('password'), ...this.#attemptsBy('keyboard-interactive')];
  }

  #attemptsBy(method: SshLoginMethod): Attempt[] {
    switch (method) {
      case 'agent':
        return [this.#byAgent('its keys', () => true)];
      case 'privkey': {
        const { keyFile, defaultKeyFiles } = this.#login;
        return keyFile === undefined
          ? defaultKeyFiles.map((file) => this.#byKeyFile(file, false))
          : [this.#byKeyFile(keyFile, true)];
      }
      case 'password':
        return [this.#byPassword()];
      case 'keyboard-interactive':
        return [this.#byQuestions()];
    }
  }

  #byAgent(what: string, wanted: ConstructorParameters<typeof Sha2Agent>[1]): Attempt {
    return {
      type: 'agent',
      make: async () => {
        const { agent, user } = this.#login;
        if (agent === undefined) return undefined;
        this.notes.push(`agent: ${what}`);
        return { type: 'agent', username: user, agent: new Sha2Agent(agent, wanted) };
      },
    };
  }

  #byKeyFile(file: string, named: boolean): Attempt {
    return {
      type: 'publickey',
      make: async () => {
        try {
          const key = await readPrivateKey(file, this.#login.ask);
          if (key === undefined) {
            if (named) this.notes.push(`${file}: there is no such file`);
            return undefined;
          }
          this.notes.push(file);
          return { type: 'publickey', username: this.#login.user, key };
        } catch (error) {
          if (!(error instanceof KeyFileProblem)) throw error;
          this.notes.push(`${file}: ${error.message}`);
          return undefined;
        }
      },
    };
  }

  #byPassword(): Attempt {
    return {
      type: 'password',
      make: async () => {
        const { user, ask } = this.#login;
        const password = await ask?.({ kind: 'password', prompt: `Password for ${user}`, echo: false });
        this.notes.push(password === undefined ? 'password: none was given' : 'password');
        return password === undefined ? undefined : { type: 'password', username: user, password };
      },
    };
  }

  #byQuestions(): Attempt {
    return {
      type: 'keyboard-interactive',
      make: async () => {
        const { user, ask } = this.#login;
        if (ask === undefined) return undefined;
        this.notes.push('keyboard-interactive');
        return {
          type: 'keyboard-interactive',
          username: user,
          prompt: (_name, _instructions, _language, prompts, finish) => {
            this.#answer(ask, prompts).then(finish, () => finish([]));
          },
        };
      },
    };
  }

  async #answer(
    ask: AskSsh,
    prompts: readonly { readonly prompt: string; readonly echo?: boolean }[],
  ): Promise<string[]> {
    const answers: string[] = [];
    for (const { prompt, echo = false } of prompts) answers.push((await ask({ kind: 'answer', prompt, echo })) ?? '');
    return answers;
  }
}
