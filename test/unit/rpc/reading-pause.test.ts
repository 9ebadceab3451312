import { expect, test } from '@jest/globals';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { ReadingPause } from '../../../src/rpc/reading-pause.ts';
import { ScriptedPeer } from './scripted-peer.ts';

interface Paused {
  readonly peer: ScriptedPeer;
  readonly pause: ReadingPause;
  /** What the carrier has been told. */
  readonly told: readonly string[];
}

/** A connection that is watched, and what pauses the reading of it. */
function pausable(peerPings: boolean): Paused {
  const peer = new ScriptedPeer();
  peer.client.watchKeepalive({ interval: 1000, count: 2 });
  const told: string[] = [];
  const carrier = { pause: () => told.push('pause'), resume: () => told.push('resume'), peerPings };
  return { peer, pause: new ReadingPause(peer.client.caller, carrier), told };
}

test('while reading is paused silence says nothing, and a daemon that pings goes on hearing from us', async () => {
  const { peer, pause, told } = pausable(true);
  pause.begin();
  expect(told).toEqual(['pause']);
  peer.clock.advance(60_000);
  const frames = await peer.takeFrames();
  expect(frames).toHaveLength(60);
  // Answers, which ask for nothing in turn.
  expect(frames.every(({ program, procedure }) => program === 0x6b656570 && procedure === 2)).toBe(true);
  peer.expectOpen();
  pause.end();
  expect(told).toEqual(['pause', 'resume']);
  peer.clock.advance(2999);
  peer.expectOpen();
  peer.clock.advance(1);
  expect(peer.closes).toMatchObject([{ reason: 'keepalive' }]);
});

test('reading that is paused just when the silence was too long keeps the connection', () => {
  const { peer, pause } = pausable(false);
  peer.clock.advance(2999);
  peer.clock.skip(1);
  peer.clock.fireNext();
  pause.begin();
  peer.clock.advance(10_000);
  peer.expectOpen();
  pause.end();
  peer.clock.advance(4000);
  expect(peer.closes).toMatchObject([{ reason: 'keepalive' }]);
});

test('a daemon that does not ping is told nothing while reading is paused', async () => {
  const { peer, pause } = pausable(false);
  pause.begin();
  peer.clock.advance(60_000);
  expect(await peer.takeFrames()).toEqual([]);
  peer.expectOpen();
});

test('a closed connection gives no signs of life', () => {
  const { peer, pause } = pausable(true);
  pause.begin();
  peer.client.close(new ConnectionError('over', 'client'));
  pause.close();
  expect(peer.clock.timers).toBe(0);
  pause.begin();
  expect(peer.clock.timers).toBe(0);
});
