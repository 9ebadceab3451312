import type { Domain } from '../../../src/client/domain.ts';
import type { Conversation } from '../../../src/session/streams/conversation.ts';

/** The shell of a guest, on its serial console. */
export class GuestConsole {
  readonly #console: Conversation;
  #printed = '';
  #commands = 0;
  #onText: () => void = () => undefined;

  private constructor(console: Conversation) {
    this.#console = console;
    console.on('data', (bytes: Buffer) => {
      this.#printed += bytes.toString('latin1');
      this.#onText();
    });
  }

  static async open(domain: Domain): Promise<GuestConsole> {
    return new GuestConsole(await domain.openConsole());
  }

  /** Runs a command to its end. */
  async run(command: string): Promise<void> {
    this.#commands++;
    const mark = `ended-${this.#commands}`;
    // Quotes keep what is typed, and echoed, apart from what is printed.
    this.type(`${command}; echo 'ended'-${this.#commands}`);
    while (!this.#printed.includes(mark)) {
      await new Promise<void>((resolve) => {
        this.#onText = resolve;
      });
    }
  }

  /** Begins a command, whose end is not waited for. */
  type(command: string): void {
    this.#console.write(`${command}\n`);
  }

  close(): Promise<void> {
    return this.#console.close();
  }
}
