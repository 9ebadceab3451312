import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { LinkKeeper } from '../../../../src/session/link-keeper.ts';
import { nextLink } from '../../../../src/session/reconnect/next-link.ts';
import { KeptLink, linkWithPeer } from '../kept-link.ts';
import { settle } from '../session-with-peer.ts';

describe('who waits for the next connection', () => {
  test('is told when it is there', async () => {
    const kept = new KeptLink();
    await kept.lose();
    const waiting = [nextLink(kept.keeper, {}), nextLink(kept.keeper, { timeout: 60_000 })];
    const { link } = linkWithPeer();
    kept.open(link);
    await expect(Promise.all(waiting)).resolves.toEqual(['connected', 'connected']);
    expect(kept.keeper.link).toBe(link);
  });

  test('is told at once when it is there already', async () => {
    const kept = new KeptLink();
    await expect(nextLink(kept.keeper, { timeout: 0 })).resolves.toBe('connected');
    await kept.lose();
    kept.open(linkWithPeer().link);
    await settle();
    await expect(nextLink(kept.keeper, { timeout: 0 })).resolves.toBe('connected');
  });

  test('and began to before the loss was noticed, is told as well', async () => {
    const kept = new KeptLink();
    kept.first.hangUp();
    await kept.first.link.closed;
    const waiting = nextLink(kept.keeper, {});
    await settle();
    kept.open(linkWithPeer().link);
    await expect(waiting).resolves.toBe('connected');
  });

  test('is told when there will be none', async () => {
    const kept = new KeptLink();
    await kept.lose();
    const waiting = nextLink(kept.keeper, {});
    const cause = new Error('enough');
    kept.giveUp(cause);
    await expect(waiting).resolves.toBe('closed');
    await expect(nextLink(kept.keeper, {})).resolves.toBe('closed');
    await expect(kept.keeper.closed).resolves.toMatchObject({ reason: 'eof', cause });
  });

  test('is told when nobody ever reopens', async () => {
    const { link, hangUp } = linkWithPeer();
    const keeper = new LinkKeeper(link);
    hangUp();
    await link.closed;
    await expect(nextLink(keeper, {})).resolves.toBe('closed');
  });

  test('is told when it is over by our own will', async () => {
    const kept = new KeptLink();
    await kept.lose();
    kept.keeper.end();
    expect(kept.signals.map(({ aborted }) => aborted)).toEqual([true]);
    await expect(nextLink(kept.keeper, {})).resolves.toBe('closed');
    const { link } = linkWithPeer();
    kept.open(link);
    await expect(kept.keeper.closed).resolves.toMatchObject({ reason: 'client' });
    expect(link.isAlive).toBe(false);
  });

  test('waits no longer than its signal and its timeout let it', async () => {
    const kept = new KeptLink();
    await kept.lose();
    const controller = new AbortController();
    const aborted = nextLink(kept.keeper, { signal: controller.signal, timeout: 60_000 });
    const late = nextLink(kept.keeper, { signal: controller.signal, timeout: 20 });
    await expect(late).resolves.toBe('timeout');
    controller.abort();
    await expect(aborted).resolves.toBe('aborted');
    await expect(nextLink(kept.keeper, { signal: controller.signal, timeout: 60_000 })).resolves.toBe('aborted');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    kept.open(linkWithPeer().link);
    await settle();
    expect(kept.keeper.state).toBe('connected');
  });
});
