import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { ConnectionError } from '../../../src/errors/connection-error.ts';
import { Link } from '../../../src/session/link.ts';
import { LinkKeeper, type SessionState } from '../../../src/session/link-keeper.ts';
import { memoryPipe } from '../../../src/transport/memory.ts';
import { settle } from './session-with-peer.ts';

interface LinkWithPeer {
  readonly link: Link;
  hangUp(): void;
}

function linkWithPeer(): LinkWithPeer {
  const [ours, theirs] = memoryPipe();
  const link = new Link(ours, undefined);
  theirs.open({ data: () => undefined, drain: () => undefined, end: () => undefined });
  return { link, hangUp: () => theirs.destroy() };
}

/** A keeper whose next connection comes, or does not, when the test says so. */
class Kept {
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

describe('who waits for the next connection', () => {
  test('is told when it is there', async () => {
    const kept = new Kept();
    await kept.lose();
    const waiting = [kept.keeper.reconnected(undefined, undefined), kept.keeper.reconnected(undefined, 60_000)];
    const { link } = linkWithPeer();
    kept.open(link);
    await expect(Promise.all(waiting)).resolves.toEqual(['connected', 'connected']);
    expect(kept.keeper.link).toBe(link);
  });

  test('is told at once when it is there already', async () => {
    const kept = new Kept();
    await expect(kept.keeper.reconnected(undefined, 0)).resolves.toBe('connected');
    await kept.lose();
    kept.open(linkWithPeer().link);
    await settle();
    await expect(kept.keeper.reconnected(undefined, 0)).resolves.toBe('connected');
  });

  test('and began to before the loss was noticed, is told as well', async () => {
    const kept = new Kept();
    kept.first.hangUp();
    await kept.first.link.closed;
    const waiting = kept.keeper.reconnected(undefined, undefined);
    await settle();
    kept.open(linkWithPeer().link);
    await expect(waiting).resolves.toBe('connected');
  });

  test('is told when there will be none', async () => {
    const kept = new Kept();
    await kept.lose();
    const waiting = kept.keeper.reconnected(undefined, undefined);
    const cause = new Error('enough');
    kept.giveUp(cause);
    await expect(waiting).resolves.toBe('closed');
    await expect(kept.keeper.reconnected(undefined, undefined)).resolves.toBe('closed');
    await expect(kept.keeper.closed).resolves.toMatchObject({ reason: 'eof', cause });
  });

  test('is told when nobody ever reopens', async () => {
    const { link, hangUp } = linkWithPeer();
    const keeper = new LinkKeeper(link);
    hangUp();
    await link.closed;
    await expect(keeper.reconnected(undefined, undefined)).resolves.toBe('closed');
  });

  test('is told when it is over by our own will', async () => {
    const kept = new Kept();
    await kept.lose();
    kept.keeper.end();
    expect(kept.signals.map(({ aborted }) => aborted)).toEqual([true]);
    await expect(kept.keeper.reconnected(undefined, undefined)).resolves.toBe('closed');
    const { link } = linkWithPeer();
    kept.open(link);
    await expect(kept.keeper.closed).resolves.toMatchObject({ reason: 'client' });
    expect(link.isAlive).toBe(false);
  });

  test('waits no longer than its signal and its timeout let it', async () => {
    const kept = new Kept();
    await kept.lose();
    const controller = new AbortController();
    const aborted = kept.keeper.reconnected(controller.signal, 60_000);
    const late = kept.keeper.reconnected(controller.signal, 20);
    await expect(late).resolves.toBe('timeout');
    controller.abort();
    await expect(aborted).resolves.toBe('aborted');
    await expect(kept.keeper.reconnected(controller.signal, 60_000)).resolves.toBe('aborted');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    kept.open(linkWithPeer().link);
    await settle();
    expect(kept.keeper.state).toBe('connected');
  });
});

describe('who observes', () => {
  test('is told of every change until it wants no more, and of nothing behind the end', async () => {
    const kept = new Kept();
    const told: [SessionState, ConnectionError['reason'] | undefined][] = [];
    const short: SessionState[] = [];
    kept.keeper.observe((state, cause) => told.push([state, cause?.reason]));
    const stop = kept.keeper.observe((state) => {
      short.push(state);
      stop();
    });
    await kept.lose();
    const second = linkWithPeer();
    kept.open(second.link);
    await settle();
    second.hangUp();
    await settle();
    kept.giveUp(new Error('enough'));
    await kept.keeper.closed;
    kept.keeper.end();
    await settle();
    expect(told).toEqual([
      ['reconnecting', 'eof'],
      ['connected', 'eof'],
      ['reconnecting', 'eof'],
      ['closed', 'eof'],
    ]);
    expect(short).toEqual(['reconnecting']);
  });

  test('a connection that is dead when it comes is followed by another', async () => {
    const kept = new Kept();
    await kept.lose();
    const dead = linkWithPeer();
    dead.hangUp();
    await dead.link.closed;
    kept.open(dead.link);
    await settle();
    expect(kept.signals).toHaveLength(2);
    expect(kept.keeper.state).toBe('reconnecting');
    const alive = linkWithPeer();
    kept.open(alive.link);
    await settle();
    expect(kept.keeper).toMatchObject({ state: 'connected', link: alive.link });
  });
});
