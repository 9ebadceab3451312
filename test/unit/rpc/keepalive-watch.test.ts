import { describe, expect, test } from '@jest/globals';
import { download, getXml } from './calls.ts';
import { keepaliveProgram, typeOf } from './raw-frame.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const pong = { program: keepaliveProgram, type: typeOf.message, procedure: 2 };
const options = { interval: 1000, count: 2 };

function watched(): ScriptedPeer {
  const peer = new ScriptedPeer();
  peer.client.watchKeepalive(options);
  return peer;
}

/** The pings among what has been sent since the last time. */
function takePings(peer: ScriptedPeer): number {
  const pings = peer.frames.filter(({ program, procedure }) => program === keepaliveProgram && procedure === 1);
  peer.sends.splice(0);
  return pings.length;
}

describe('a daemon that is silent', () => {
  test('is asked after each interval, and gone after interval x (count + 1)', () => {
    const peer = watched();
    peer.clock.advance(999);
    expect(takePings(peer)).toBe(0);
    peer.clock.advance(1);
    expect(takePings(peer)).toBe(1);
    peer.clock.advance(1999);
    expect(takePings(peer)).toBe(1);
    peer.expectOpen();
    peer.clock.advance(1);
    expect(peer.closes).toMatchObject([{ reason: 'keepalive', message: expect.stringContaining('3000 ms') }]);
    expect(peer.clock.timers).toBe(0);
  });

  test('with calls pending is gone as soon, and they learn why', async () => {
    const peer = watched();
    const outcomes = Array.from({ length: 100 }, (_, id) => getXml(peer.client, id));
    await peer.settle();
    peer.clock.advance(3000);
    for (const outcome of await Promise.all(outcomes)) {
      expect(outcome).toMatchObject({ kind: 'closed', cause: { reason: 'keepalive' } });
    }
  });

  test.each([
    ['a pong', (peer: ScriptedPeer) => peer.receive(pong)],
    ['half a packet', (peer: ScriptedPeer) => peer.client.receive(new Uint8Array([0, 0]))],
    ['room to write', (peer: ScriptedPeer) => peer.client.drained()],
  ])('counts as alive from %s on', (_what, sign) => {
    const peer = watched();
    peer.clock.advance(2900);
    sign(peer);
    peer.clock.advance(2900);
    peer.expectOpen();
    peer.clock.advance(101);
    expect(peer.closes).toMatchObject([{ reason: 'keepalive' }]);
  });

  test('is not asked while it talks', () => {
    const peer = watched();
    for (let i = 0; i < 20; i++) {
      peer.clock.advance(600);
      peer.receive(pong);
    }
    expect(takePings(peer)).toBe(0);
  });
});

test('a program that was busy for long reads first what has come meanwhile', () => {
  const peer = watched();
  peer.clock.advance(2500);
  // The timer is late by a minute, and what the daemon said waits behind it.
  peer.clock.skip(60_000);
  peer.clock.fireNext();
  peer.receive(pong);
  peer.clock.advance(1);
  peer.expectOpen();
  peer.clock.advance(4000);
  expect(peer.closes).toMatchObject([{ reason: 'keepalive' }]);
});

test('a closed connection is watched no more', async () => {
  const peer = watched();
  const packets: string[] = [];
  void download(peer.client, ({ kind }) => packets.push(kind));
  await peer.settle();
  peer.clock.advance(3000);
  expect(packets).toEqual(['closed']);
  expect(peer.clock.timers).toBe(0);
  peer.client.watchKeepalive(options);
  expect(peer.clock.timers).toBe(0);
});
