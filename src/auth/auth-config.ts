import type { CredentialKind } from './credentials.ts';
import { KeyFile } from './key-file.ts';

/** The credentials that a user's auth.conf has for a service of a host. */
export class AuthConfig {
  readonly #file: KeyFile;
  readonly #group: string | undefined;

  /**
   * Throws a UsageError, with file and line, when the text is not that of an auth.conf, or points to what is not there.
   *
   * @param host as the URI names it; `localhost` where it names none
   */
  constructor(text: string, file: string, service: string, host: string) {
    const keyFile = new KeyFile(text, file);
    this.#file = keyFile;
    const entry = [`auth-${service}-${host}`, `auth-${service}-default`].find((group) => keyFile.has(group));
    if (entry === undefined) return;
    const name = keyFile.get(entry, 'credentials');
    if (name === undefined) throw keyFile.fault(`[${entry}] has no credentials=`);
    this.#group = `credentials-${name}`;
    if (!keyFile.has(this.#group)) throw keyFile.fault(`[${entry}] points to [${this.#group}], which is not there`);
  }

  /** The credential, if there is one. */
  get(kind: CredentialKind): string | undefined {
    return this.#group === undefined ? undefined : this.#file.get(this.#group, kind);
  }
}
