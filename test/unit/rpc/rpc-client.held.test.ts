import { describe, expect, test } from '@jest/globals';
import { encodeXdr } from '@xdr-ts/runtime';
import { domainLookupByName } from '../../../src/generated/remote-procedures.ts';
import { domainLookupByNameRetCodec } from '../../../src/generated/remote-types.ts';
import { domain, lookUp } from './calls.ts';
import { joined, rawFrame, typeOf } from './raw-frame.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const args = { name: 'web1' };
const payload = encodeXdr(domainLookupByNameRetCodec, { dom: domain(1) });

describe('behind the reply of a held call', () => {
  test.each([
    ['in the chunk of the reply', 1],
    ['in chunks of their own', 4],
  ])('bytes are kept, %s, until they are asked for', async (_where, pieces) => {
    const peer = new ScriptedPeer();
    const outcome = peer.client.callHeld(domainLookupByName, args);
    const [call] = await peer.takeFrames();
    const reply = rawFrame({ ...call, type: typeOf.reply, payload });
    const behind = Uint8Array.from({ length: 99 }, (_, index) => index);
    const all = joined(reply, behind);
    const cuts = Array.from({ length: pieces + 1 }, (_, index) => Math.floor((index * all.length) / pieces));
    for (let i = 0; i < pieces; i++) {
      const chunk = all.slice(cuts[i], cuts[i + 1]);
      peer.client.receive(chunk);
      chunk.fill(0xee);
    }
    expect((await outcome).kind).toBe('result');
    expect(joined(...peer.client.release())).toEqual(behind);
    expect(peer.client.release()).toEqual([]);
    peer.expectOpen();
  });

  test('frames are read again once it is released', async () => {
    const peer = new ScriptedPeer();
    void peer.client.callHeld(domainLookupByName, args);
    const [call] = await peer.takeFrames();
    peer.fail(call);
    const next = lookUp(peer.client);
    const [nextCall] = await peer.takeFrames();
    const reply = rawFrame({ ...nextCall, type: typeOf.reply, payload });
    peer.client.receive(reply);
    expect(peer.client.inFlight).toHaveLength(1);
    for (const piece of peer.client.release()) peer.client.receive(piece);
    expect((await next).kind).toBe('result');
  });

  test('no more is kept than a packet may hold', async () => {
    const peer = new ScriptedPeer();
    void peer.client.callHeld(domainLookupByName, args);
    const [call] = await peer.takeFrames();
    peer.fail(call);
    for (let i = 0; i < 32; i++) peer.client.receive(new Uint8Array(1024 * 1024));
    peer.expectOpen();
    peer.client.receive(new Uint8Array(5));
    expect(peer.expectProtocolError().message).toContain('nobody was to send yet');
  });

  test('nothing is kept when the caller has gone', async () => {
    const peer = new ScriptedPeer();
    const outcome = peer.client.callHeld(domainLookupByName, args, { timeout: 10 });
    const [call] = await peer.takeFrames();
    peer.clock.advance(10);
    expect((await outcome).kind).toBe('timeout');
    const next = lookUp(peer.client);
    const [nextCall] = await peer.takeFrames();
    peer.client.receive(
      joined(
        rawFrame({ ...call, type: typeOf.reply, payload }),
        rawFrame({ ...nextCall, type: typeOf.reply, payload }),
      ),
    );
    expect((await next).kind).toBe('result');
  });
});
