import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TransportError } from '../../errors/transport-error.ts';
import { errorCode, errorReason } from '../error-reason.ts';
import type { ShownHostKey } from '../road-step.ts';
import {
  type HostKeyVerdict,
  isAbout,
  judgeHostKey,
  type KnownHost,
  keyType,
  knownHostName,
  parseKnownHosts,
} from './known-hosts.ts';

/** How hosts are known. */
export interface HostKeyPolicy {
  /** The known_hosts files, of which the first is the one that hosts are added to. */
  readonly files: readonly string[];
  /** `normal` refuses unknown hosts, `auto` adds them, and `ignore` takes every host for what it says it is. */
  readonly verify: 'normal' | 'auto' | 'ignore';
  /** Asks the user whether an unknown host is the right one. */
  confirm?(question: string): Promise<boolean>;
}

/** Checks the keys of one host. */
export class HostKeyCheck {
  readonly #policy: HostKeyPolicy;
  readonly #host: string;
  readonly #port: number;
  readonly #lines: readonly KnownHost[];

  private constructor(policy: HostKeyPolicy, host: string, port: number, lines: readonly KnownHost[]) {
    this.#policy = policy;
    this.#host = host;
    this.#port = port;
    this.#lines = lines;
  }

  /** Reads the files; those that are not there say nothing. */
  static async load(policy: HostKeyPolicy, host: string, port: number): Promise<HostKeyCheck> {
    const texts = policy.verify === 'ignore' ? [] : await Promise.all(policy.files.map(readIfThere));
    const lines = texts.flatMap((text, index) => parseKnownHosts(text, policy.files[index] ?? ''));
    return new HostKeyCheck(policy, host, port, lines);
  }

  get lines(): readonly KnownHost[] {
    return this.#lines;
  }

  /** The key that the host shows, and where it is known. */
  show(key: Uint8Array): ShownHostKey {
    const [name, withoutPort] = [this.#port, 22].map((port) => knownHostName(this.#host, port));
    const base64 = Buffer.from(key).toString('base64');
    const found = [name, withoutPort].flatMap((each = '') =>
      this.#lines.filter((line) => line.marker === undefined && line.key === base64 && isAbout(line, each)),
    );
    const [place] = found.map((line) => line.place);
    return {
      host: name ?? this.#host,
      type: keyType(key),
      fingerprint: fingerprint(key),
      ...(place === undefined ? {} : { place }),
    };
  }

  /** Resolves when the host may be trusted, and rejects with a TransportError that says why not. */
  async check(key: Uint8Array): Promise<void> {
    if (this.#policy.verify === 'ignore') return;
    const verdict = judgeHostKey(this.#lines, this.#host, this.#port, key);
    if (verdict.kind === 'known') return;
    if (verdict.kind === 'unknown' && (await this.#mayAdd(key))) {
      await this.#add(key);
      return;
    }
    const name = knownHostName(this.#host, this.#port);
    throw new TransportError(`the host key of ${name} is not trusted: ${this.#reason(verdict, key)}`, [
      `ssh:${this.#host}:${this.#port}`,
    ]);
  }

  async #mayAdd(key: Uint8Array): Promise<boolean> {
    if (this.#policy.verify === 'auto') return true;
    const name = knownHostName(this.#host, this.#port);
    const question = `The host ${name} is not known. Its ${keyType(key)} key has the fingerprint ${fingerprint(key)}. Go on (y/n)?`;
    return (await this.#policy.confirm?.(question)) ?? false;
  }

  async #add(key: Uint8Array): Promise<void> {
    const [file] = this.#policy.files;
    if (file === undefined) return;
    const text = await readIfThere(file);
    const line = `${knownHostName(this.#host, this.#port)} ${keyType(key)} ${Buffer.from(key).toString('base64')}\n`;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await appendFile(file, text === '' || text.endsWith('\n') ? line : `\n${line}`, { mode: 0o600 });
  }

  #reason(verdict: HostKeyVerdict, key: Uint8Array): string {
    const shown = `its ${keyType(key)} key has the fingerprint ${fingerprint(key)}`;
    switch (verdict.kind) {
      case 'changed':
        return `${shown}, and another one is known (${verdict.place}): either it has a new key, or somebody answers in its place`;
      case 'revoked':
        return `${shown}, and that key is revoked (${verdict.place})`;
      case 'authority':
        return `it is known only by whoever signs its certificates (${verdict.place}), which only the system's ssh can check: use +ssh`;
      default:
        return `${shown}, and it is not known (${this.#policy.files.join(', ') || 'no known_hosts file'}); known_hosts_verify=auto would add it`;
    }
  }
}

/** As ssh-keygen -l shows it. */
function fingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return '';
    throw new TransportError(`${file} cannot be read: ${errorReason(error)}`, [], { cause: error });
  }
}
