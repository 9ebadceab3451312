import { describe, expect, test } from '@jest/globals';
import { getXml, lookUp } from './calls.ts';
import { keepaliveProgram, rawFrame, typeOf } from './raw-frame.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const ping = { program: keepaliveProgram, type: typeOf.message, procedure: 1 };

// Length 28, program "keep", version 1, procedure 2, type 2, serial 0, status 0.
const pongBytes = '0000001c6b6565700000000100000002000000020000000000000000';

describe('keepalive', () => {
  test('a ping is answered at once, in a packet of its own', () => {
    const peer = new ScriptedPeer();
    peer.receive(ping);
    expect(peer.sends.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([pongBytes]);
  });

  test('a ping is answered while every place on the wire is taken and calls wait for their turn', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    for (const id of [1, 2, 3]) void getXml(peer.client, id);
    await peer.takeFrames();
    peer.receive(ping, ping);
    expect(peer.sends.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([pongBytes, pongBytes]);
  });

  test('the answer does not tear a call apart that waits for the end of the turn', async () => {
    const peer = new ScriptedPeer();
    void lookUp(peer.client);
    peer.receive(ping);
    expect((await peer.takeFrames()).map(({ procedure }) => procedure)).toEqual([2, 23]);
  });

  test.each([
    ['a pong', { ...ping, procedure: 2 }],
    ['a procedure that there is not', { ...ping, procedure: 3 }],
    ['procedure 0', { ...ping, procedure: 0 }],
  ])('%s is ignored', async (_what, frame) => {
    const peer = new ScriptedPeer();
    peer.receive(frame);
    expect(await peer.takeFrames()).toEqual([]);
    peer.expectOpen();
  });

  test('a ping is not answered once the connection is closed', () => {
    const peer = new ScriptedPeer();
    peer.receive({ serial: 12 });
    peer.expectProtocolError();
    peer.client.receive(rawFrame(ping));
    expect(peer.sends).toEqual([]);
  });

  test('a message of a program that nobody knows is ignored', async () => {
    const peer = new ScriptedPeer();
    peer.receive({ type: typeOf.message, program: 0x12345678, procedure: 1 });
    expect(await peer.takeFrames()).toEqual([]);
    peer.expectOpen();
  });
});
