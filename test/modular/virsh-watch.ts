import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { ModularHost } from '../support/modular-lab/modular-host.ts';

/** An event as virsh prints it. */
export interface PrintedEvent {
  /** What virsh calls it. */
  readonly word: string;
  /** What it happened to. */
  readonly name: string;
  /** What happened to it, as DEFINED; empty where virsh says no more. */
  readonly change: string;
}

const line = /^event '([\w-]+)' for (?:domain|network|storage pool|secret) '?([^':]+)'?(?:: (\w+))?/;

/** What runs in the host does not end with the program here that has led there. */
const untilInputEnds = '"$@" & cat; kill "$!" 2>&1';

/** A command of virsh that prints the events of one kind for ever. */
export class VirshWatch implements AsyncDisposable {
  readonly #events: PrintedEvent[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<void>;
  #isOver = false;

  constructor(host: ModularHost, uri: string, command: string, event: string) {
    const words = ['stdbuf', '-oL', 'virsh', '--connect', uri, command, '--event', event, '--loop'];
    const [file, ...args] = host.command('sh', '-c', untilInputEnds, 'sh', ...words);
    this.#child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', () => {
        this.#isOver = true;
        resolve();
      });
    });
    createInterface(this.#child.stdout).on('line', (text) => {
      const [, word, name, change = ''] = line.exec(text) ?? [];
      if (word === undefined || name === undefined) return;
      this.#events.push({ word, name, change: change.toUpperCase() });
    });
  }

  /** What it has printed; throws when it prints no more. */
  get events(): readonly PrintedEvent[] {
    if (this.#isOver) throw new Error('virsh has ended');
    return this.#events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }
}
