import type { AuthConfig } from '../../auth/auth-config.ts';
import type {
  CredentialKind,
  CredentialRequest,
  Credentials,
  CredentialsCallback,
  KnownCredentials,
} from '../../auth/credentials.ts';
import type { SaslQuestion } from '../../auth/sasl-mechanism.ts';
import { AuthenticationError } from '../../errors/authentication-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { orAborted } from './or-aborted.ts';

const prompts: Readonly<Record<CredentialKind, string>> = {
  authname: 'Enter your authentication name',
  password: 'Enter your password',
  realm: 'Enter your authentication realm',
  username: 'Enter the name to act as',
};

export interface CredentialSourceOptions {
  readonly given: Credentials | undefined;
  /** Reads auth.conf; called at most once, and only when something is to be known. */
  readonly readConfig: () => Promise<AuthConfig | undefined>;
  readonly host: string;
  readonly mechanism: string;
  readonly offered: readonly string[];
  readonly signal: AbortSignal;
}

/** Where a mechanism gets its credentials: auth.conf first, as in C, then what the program knows, then whom it asks. */
export class CredentialSource {
  readonly #options: CredentialSourceOptions;
  readonly #known: KnownCredentials;
  readonly #callback: CredentialsCallback | undefined;
  #config: Promise<AuthConfig | undefined> | undefined;

  constructor(options: CredentialSourceOptions) {
    this.#options = options;
    const { given } = options;
    this.#callback = typeof given === 'function' ? given : undefined;
    this.#known = typeof given === 'function' || given === undefined ? {} : given;
  }

  /** What is known without asking anybody. */
  async known(kind: CredentialKind): Promise<string | undefined> {
    this.#config ??= this.#options.readConfig();
    const config = await this.#config;
    return config?.get(kind) ?? this.#ownWords(kind);
  }

  /** What is known, or what the program's callback answers. Rejects with an AuthenticationError if there is nothing. */
  async credential(kind: CredentialKind, question: SaslQuestion = {}): Promise<string> {
    const known = await this.known(kind);
    if (known !== undefined) return known;
    const answer = await this.#ask(kind, question);
    const found = answer ?? question.defaultValue ?? (kind === 'authname' ? await this.known('username') : undefined);
    if (found !== undefined) return found;
    const { mechanism, offered } = this.#options;
    const hint = this.#callback === undefined ? 'the option credentials or auth.conf may give one' : 'nobody gave one';
    throw new AuthenticationError(`${mechanism} needs ${articleOf(kind)}; ${hint}`, offered);
  }

  #ownWords(kind: CredentialKind): string | undefined {
    const { authname, username } = this.#known;
    // Whoever gives one name only means it.
    if (kind === 'authname') return authname ?? username;
    if (kind === 'username' && authname === undefined) return undefined;
    const value: unknown = this.#known[kind];
    if (value !== undefined && typeof value !== 'string') throw new UsageError(`credentials: the ${kind} is no string`);
    return value;
  }

  async #ask(kind: CredentialKind, { prompt, challenge, defaultValue }: SaslQuestion): Promise<string | undefined> {
    const callback = this.#callback;
    if (callback === undefined) return undefined;
    const { host, mechanism, signal } = this.#options;
    const request = { kind, prompt: prompt ?? prompts[kind], challenge, defaultValue, host, mechanism, signal };
    const answer: unknown = await orAborted(this.#answer(callback, request), 'asking for credentials', signal);
    if (answer !== undefined && answer !== null && typeof answer !== 'string') {
      throw new UsageError(`credentials: the answer for the ${kind} is no string`);
    }
    return answer ?? undefined;
  }

  async #answer(callback: CredentialsCallback, request: CredentialRequest): Promise<string | undefined> {
    try {
      return await callback(request);
    } catch (cause) {
      const { mechanism, offered } = this.#options;
      throw new AuthenticationError(`${mechanism}: asking for ${articleOf(request.kind)} failed`, offered, { cause });
    }
  }
}

function articleOf(kind: CredentialKind): string {
  return { authname: 'a name', password: 'a password', realm: 'a realm', username: 'a name to act as' }[kind];
}
