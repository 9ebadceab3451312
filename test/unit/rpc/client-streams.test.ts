import { describe, expect, test } from '@jest/globals';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { ClientStreams } from '../../../src/rpc/client-streams.ts';
import { download, lookUp } from './calls.ts';
import { ScriptedPeer } from './scripted-peer.ts';

interface Carried {
  readonly peer: ScriptedPeer;
  /** What the carrier has been told. */
  readonly told: string[];
}

function carried(peer = new ScriptedPeer()): Carried {
  const told: string[] = [];
  peer.client.streams = new ClientStreams(peer.client.caller, {
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    peerPings: true,
  });
  return { peer, told };
}

describe('a stream whose reader is slow', () => {
  test('stops the reading once its call is answered, and not while another waits for its reply', async () => {
    const { peer, told } = carried();
    const { stream } = download(peer.client, () => undefined);
    stream.gate.full(stream);
    expect(told).toEqual([]);
    const [opening] = await peer.takeFrames();
    peer.replyRaw(opening);
    expect(told).toEqual(['pause']);
    void lookUp(peer.client);
    expect(told).toEqual(['pause', 'resume']);
    const [call] = await peer.takeFrames();
    peer.fail(call);
    expect(told).toEqual(['pause', 'resume', 'pause']);
  });

  test('waits for calls that were there before the first stream', async () => {
    const peer = new ScriptedPeer();
    void lookUp(peer.client);
    const { told } = carried(peer);
    const { stream } = download(peer.client, () => undefined);
    const [call, opening] = await peer.takeFrames();
    peer.replyRaw(opening);
    stream.gate.full(stream);
    expect(told).toEqual([]);
    peer.fail(call);
    expect(told).toEqual(['pause']);
  });

  test('gives signs of life until the connection ends', async () => {
    const { peer } = carried();
    const { stream } = download(peer.client, () => undefined);
    const [opening] = await peer.takeFrames();
    peer.replyRaw(opening);
    stream.gate.full(stream);
    peer.clock.advance(3000);
    expect(await peer.takeFrames()).toHaveLength(3);
    peer.client.close(new ConnectionError('over', 'client'));
    expect(peer.clock.timers).toBe(0);
  });
});
