import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Recorder } from './recorder.ts';
import { TlsPeer, verdict } from './tls-peer.ts';
import { bytes, type OpenedTransport, testTransport, turn } from './transport-contract.ts';

let peer: TlsPeer;

beforeAll(async () => {
  peer = await TlsPeer.create();
});
afterEach(() => peer.close());
afterAll(() => peer.remove());

/** A transport and the server's end of it. */
async function open(): Promise<OpenedTransport<TLSSocket>> {
  let accept: (socket: TLSSocket) => void = () => undefined;
  const accepted = new Promise<TLSSocket>((resolve) => {
    accept = resolve;
  });
  await peer.serve((socket) => {
    socket.write(verdict);
    accept(socket);
  });
  const transport = await peer.connect();
  const socket = await accepted;
  const recorder = new Recorder();
  transport.open(recorder);
  return { transport, socket, recorder };
}

describe('a TLS connection', () => {
  testTransport(open);

  test('says what it is', async () => {
    const { transport } = await open();
    expect(transport).toMatchObject({ description: `tls:127.0.0.1:${peer.port}`, secure: true, encrypted: true });
    transport.destroy();
  });

  test('tells the end to an end that is opened after the peer has closed', async () => {
    await peer.serve((socket) => socket.end(Buffer.concat([verdict, bytes('last words')])));
    const transport = await peer.connect();
    await turn();
    await turn();
    const recorder = new Recorder();
    transport.open(recorder);
    expect(await recorder.ended()).toBeUndefined();
    expect(recorder.text).toBe('last words');
  });

  test('tells what failed when the connection is reset', async () => {
    const { recorder } = await open();
    peer.sockets[0]?.resetAndDestroy();
    expect(await recorder.ended()).toMatchObject({ code: 'ECONNRESET' });
    await turn();
    expect(recorder.ends).toHaveLength(1);
  });

  test('holds bytes back while it is paused, also within one record after another', async () => {
    const { transport, socket, recorder } = await open();
    const paused = recorder.until(({ chunks }) => {
      if (chunks.length !== 1) return false;
      transport.pause();
      return true;
    });
    socket.cork();
    for (let record = 0; record < 8; record++) socket.write(new Uint8Array(16_384));
    socket.uncork();
    await paused;
    const before = recorder.length;
    for (let turns = 0; turns < 20; turns++) await turn();
    expect([recorder.chunks.length, recorder.length]).toEqual([1, before]);
    transport.resume();
    await recorder.until(({ length }) => length === 8 * 16_384);
    transport.destroy();
  });

  test('makes the peer wait while it is paused', async () => {
    const { transport, socket, recorder } = await open();
    transport.pause();
    await turn();
    const chunk = new Uint8Array(1024 * 1024);
    while (socket.writableLength < 16 * 1024 * 1024 && socket.write(chunk, () => undefined)) await turn();
    expect(socket.writableNeedDrain).toBe(true);
    expect(recorder.length).toBe(0);
    const drained = new Promise((resolve) => socket.once('drain', resolve));
    transport.resume();
    await drained;
    transport.destroy();
  });

  test('begins a record with each packet, however they are written', async () => {
    const { transport, socket } = await open();
    const records: string[] = [];
    const packets = ['one', 'seven', 'x'.repeat(40_000), '', 'four'].map(packet);
    const length = packets.reduce((sum, each) => sum + each.length, 0);
    const all = new Promise<void>((resolve) => {
      let seen = 0;
      socket.on('data', (chunk: Buffer) => {
        records.push(chunk.toString('latin1'));
        seen += chunk.length;
        if (seen === 3 * length) resolve();
      });
    });
    transport.write(Buffer.concat(packets));
    for (const each of packets) transport.write(each);
    for (const each of packets) transport.writeBoth?.(each.subarray(0, 2), each.subarray(2));
    await all;
    const texts = packets.map((each) => each.toString('latin1'));
    expect(joined(records)).toEqual([...texts, ...texts, ...texts]);
    transport.destroy();
  });
});

/** A packet of libvirt's, as far as its length goes. */
function packet(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length + 4);
  return Buffer.concat([length, bytes(text)]);
}

/** The packets that the records have, each of which begins a record of its own, though long ones fill several. */
function joined(records: readonly string[]): string[] {
  const packets: string[] = [];
  let left = 0;
  for (const record of records) {
    if (left > 0) packets.push(`${packets.pop()}${record}`);
    else {
      packets.push(record);
      left = Buffer.from(record, 'latin1').readUInt32BE(0);
    }
    left -= record.length;
    if (left < 0) throw new Error('a record has more than one packet');
  }
  return packets;
}
