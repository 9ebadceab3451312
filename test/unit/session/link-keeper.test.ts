import { describe, expect, test } from '@jest/globals';
import type { ConnectionError } from '../../../src/errors/connection-error.ts';
import type { SessionState } from '../../../src/session/link-keeper.ts';
import { KeptLink, linkWithPeer } from './kept-link.ts';
import { settle } from './session-with-peer.ts';

describe('who observes', () => {
  test('is told of every change until it wants no more, and of nothing behind the end', async () => {
    const kept = new KeptLink();
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
    const kept = new KeptLink();
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
