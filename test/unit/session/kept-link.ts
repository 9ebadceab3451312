import { expect } from '@jest/globals';
import { Link } from '../../../src/session/link.ts';
import { LinkKeeper } from '../../../src/session/link-keeper.ts';
import { memoryPipe } from '../../../src/transport/memory.ts';
import { settle } from './session-with-peer.ts';

export interface LinkWithPeer {
  readonly link: Link;
  hangUp(): void;
}

export function linkWithPeer(): LinkWithPeer {
  const [ours, theirs] = memoryPipe();
  const link = new Link(ours, undefined);
  theirs.open({ data: () => undefined, drain: () => undefined, end: () => undefined });
  return { link, hangUp: () => theirs.destroy() };
}

/** A keeper whose next connection comes, or does not, when the test says so. */
export class KeptLink {
  readonly first = linkWithPeer();
  readonly keeper = new LinkKeeper(this.first.link);
  readonly signals: AbortSignal[] = [];
  open!: (link: Link) => void;
  giveUp!: (cause: Error) => void;

  constructor() {
    this.keeper.keepOpen(
      (_, signal) =>
        new Promise((resolve, reject) => {
          this.signals.push(signal);
          this.open = resolve;
          this.giveUp = reject;
        }),
    );
  }

  /** Loses the connection; resolves when the next is being opened. */
  async lose(): Promise<void> {
    this.first.hangUp();
    await settle();
    expect(this.keeper.state).toBe('reconnecting');
  }
}
