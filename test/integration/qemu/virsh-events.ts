import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What virsh calls an event, and the domain that it happened to. */
export interface VirshEvent {
  readonly word: string;
  readonly domain: string;
  /** What virsh says of it in the same line. */
  readonly text: string;
}

/** `virsh event --all --loop`, and what it prints. */
export class VirshEvents implements AsyncDisposable {
  readonly events: VirshEvent[] = [];
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  readonly #ended: Promise<void>;
  #onEvent: () => void = () => undefined;

  constructor(uri: string) {
    const command = ['-oL', 'virsh', '--connect', uri, 'event', '--all', '--loop'];
    this.#child = spawn('stdbuf', command, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
    createInterface(this.#child.stdout).on('line', (line) => {
      const [, word, domain, text] = /^event '([\w-]+)' for domain '([^']+)'(?:: )?(.*)$/.exec(line) ?? [];
      if (word === undefined || domain === undefined || text === undefined) return;
      this.events.push({ word, domain, text });
      this.#onEvent();
    });
  }

  /** Resolves when it has printed such an event. */
  async saw(fits: (event: VirshEvent) => boolean): Promise<void> {
    while (!this.events.some(fits)) {
      await new Promise<void>((resolve) => {
        this.#onEvent = resolve;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
