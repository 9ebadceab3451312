import { describe, expect, test } from '@jest/globals';
import { XdrError } from '@xdr-ts/runtime';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import {
  connectGetAllDomainStats,
  connectListAllDomains,
  connectListAllNodeDevices,
  domainGetCPUStats,
  domainGetMessages,
  domainMemoryPeek,
} from '../../../src/generated/remote-procedures.ts';
import { type CallOutcome, resultOf } from '../../../src/rpc/call-outcome.ts';
import type { RpcClient } from '../../../src/rpc/rpc-client.ts';
import { domain, download, lookUp, watchDomains } from './calls.ts';
import { joined, rawFrame, statusOf, typeOf, words } from './raw-frame.ts';
import { errorBody, ScriptedPeer } from './scripted-peer.ts';

const mebibyte = 1024 * 1024;

/** What a hostile daemon sends while serial 0 is a call, serial 1 a stream, and serial 2 a registration. */
const endings: [what: string, bytes: Uint8Array][] = [
  ...[0, 3, 4, 27, 33_554_437, 0x7fffffff, 0x80000000, 0xffffffff].map((length): [string, Uint8Array] => [
    `a packet of ${length} bytes`,
    joined(words(length), rawFrame().subarray(4)),
  ]),
  ['28 bytes of an unknown program', rawFrame({ program: 0xdeadbeef, serial: 0 })],
  ['28 bytes of zeros behind the length', words(28, 0, 0, 0, 0, 0, 0)],
  ['a reply to nobody', rawFrame({ procedure: 23, serial: 3 })],
  ['a reply to serial 2^32 - 1', rawFrame({ procedure: 23, serial: 0xffffffff })],
  ['a call', rawFrame({ procedure: 23, type: typeOf.call })],
  ['a message type that there is not', rawFrame({ procedure: 23, type: 7 })],
  ['the lowest message type', rawFrame({ procedure: 23, type: -0x80000000 })],
  ['a message status that there is not', rawFrame({ procedure: 23, status: 3 })],
  ['the lowest message status', rawFrame({ procedure: 23, status: -0x80000000 })],
  ['a reply of status CONTINUE', rawFrame({ procedure: 23, status: statusOf.more })],
  ['33 file descriptors', rawFrame({ procedure: 23, type: typeOf.replyWithDescriptors, payload: words(33) })],
  ['2^32 - 1 file descriptors', rawFrame({ procedure: 23, type: typeOf.replyWithDescriptors, payload: words(-1) })],
  ['file descriptors without a number', rawFrame({ procedure: 23, type: typeOf.replyWithDescriptors })],
  ['an event without an id', rawFrame({ procedure: 318, type: typeOf.message })],
  ['half an error on a stream', rawFrame({ procedure: 209, type: typeOf.stream, serial: 1, status: statusOf.error })],
  [
    'an error of 4 GiB on a stream',
    rawFrame({
      procedure: 209,
      type: typeOf.stream,
      serial: 1,
      status: statusOf.error,
      payload: words(38, 1, 1, 0xffffffff),
    }),
  ],
  [
    'a hole of fewer bytes than none',
    rawFrame({
      procedure: 209,
      type: typeOf.hole,
      serial: 1,
      status: statusOf.more,
      payload: words(0x80000000, 0, 0),
    }),
  ],
];

async function busyPeer(): Promise<{ peer: ScriptedPeer; settled: Promise<{ readonly kind: string }[]> }> {
  const peer = new ScriptedPeer();
  const outcomes = [
    lookUp(peer.client),
    download(peer.client, () => undefined).outcome,
    watchDomains(peer.client).outcome,
  ];
  await peer.takeFrames();
  return { peer, settled: Promise.all(outcomes) };
}

describe('a hostile daemon ends the connection with a ProtocolError, once, and allocates nothing, by', () => {
  test.each(endings)('%s', async (_what, bytes) => {
    const { peer, settled } = await busyPeer();
    const before = process.memoryUsage().arrayBuffers;
    peer.client.receive(bytes);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(mebibyte);
    expect(peer.expectProtocolError()).toBeInstanceOf(ProtocolError);
    peer.client.receive(bytes);
    expect(peer.closes).toHaveLength(1);
    const outcomes = await settled;
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'closed', cause: peer.closes[0] })));
    expect(peer.client.inFlight).toEqual([]);
  });

  test.each(endings)('%s, one byte at a time', async (_what, bytes) => {
    const { peer } = await busyPeer();
    for (const byte of bytes) peer.client.receive(Uint8Array.of(byte));
    peer.expectProtocolError();
  });
});

test('a packet of the greatest length that never comes takes no memory, and ends with the connection', async () => {
  const { peer, settled } = await busyPeer();
  const before = process.memoryUsage().arrayBuffers;
  peer.client.receive(joined(words(33_554_436), rawFrame({ procedure: 23 }).subarray(4)));
  peer.client.receive(words(0xffffffff));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(mebibyte);
  peer.expectOpen();
  peer.client.close(new ConnectionError('the daemon closed the connection', 'eof'));
  expect((await settled).map(({ kind }) => kind)).toEqual(['closed', 'closed', 'closed']);
});

describe('a hostile daemon fails one call with a ProtocolError, and allocates nothing, by', () => {
  type Call = (client: RpcClient) => Promise<CallOutcome<unknown>>;
  const dom = domain(1);
  const listDomains: Call = (client) => client.call(connectListAllDomains, { need_results: 1, flags: 0 });
  const listDevices: Call = (client) => client.call(connectListAllNodeDevices, { need_results: 1, flags: 0 });
  const allStats: Call = (client) => client.call(connectGetAllDomainStats, { doms: [], stats: 0, flags: 0 });
  const cpuStats: Call = (client) =>
    client.call(domainGetCPUStats, { dom, nparams: 1, start_cpu: 0, ncpus: 1, flags: 0 });
  const messages: Call = (client) => client.call(domainGetMessages, { dom, flags: 0 });
  const peek: Call = (client) => client.call(domainMemoryPeek, { dom, offset: 0n, size: 1, flags: 0 });
  const oneRecord = joined(words(1), words(2), Buffer.from('ab\0\0'), new Uint8Array(16), words(1));

  const bodies: [what: string, call: Call, payload: Uint8Array, offset: number][] = [
    ['no bytes for a list', listDomains, words(), 28],
    ['more domains than there are bytes for', listDomains, words(16_384), 28],
    ['more domains than there may be', listDomains, words(16_385), 28],
    ['2^32 - 1 domains', listDomains, words(0xffffffff), 28],
    ['65,536 devices in four bytes', listDevices, words(65_536, 0), 28],
    ['a name of 4 MiB that is not there', listDomains, words(1, 4_194_304, 0, 0, 0, 0, 0, 0), 32],
    ['a name of 4 GiB', listDomains, words(1, 0xffffffff, 0, 0, 0, 0, 0, 0), 32],
    ['a name with a NUL in it', listDomains, joined(words(1, 4), Buffer.from('a\0b\0'), new Uint8Array(20)), 36],
    ['more statistics than there are bytes for', allStats, joined(oneRecord, words(262_144)), 60],
    ['more statistics than there may be', allStats, joined(oneRecord, words(262_145)), 60],
    ['a parameter of a type that there is not', cpuStats, words(1, 1, 0x61000000, 8, 0, 0), 40],
    ['a parameter of the lowest type', cpuStats, words(1, 1, 0x61000000, -0x80000000, 0, 0), 40],
    ['more messages than there may be', messages, words(2049, 0), 28],
    ['4 MiB of memory in four bytes', peek, words(4_194_304, 0), 28],
    ['more memory than may be asked for', peek, words(4_194_305, 0), 28],
  ];

  test.each(bodies)('%s', async (_what, makeCall, payload, offset) => {
    const { peer } = await busyPeer();
    const outcome = makeCall(peer.client);
    const [frame] = await peer.takeFrames();
    const before = process.memoryUsage().arrayBuffers;
    peer.replyRaw(frame, payload);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(mebibyte);
    const error = thrownBy(await outcome);
    expect(error.offset).toBe(offset);
    expect(error.cause).toBeInstanceOf(XdrError);
    peer.expectOpen();
    expect(peer.client.inFlight).toHaveLength(3);
  });

  test('every length that an error can be cut to', async () => {
    const whole = errorBody({ dom, str1: 'one', str2: 'two', net: { name: 'default', uuid: new Uint8Array(16) } });
    for (let length = 0; length < whole.length; length++) {
      const { peer } = await busyPeer();
      const outcome = messages(peer.client);
      const [frame] = await peer.takeFrames();
      peer.receive({ ...frame, type: typeOf.reply, status: statusOf.error, payload: whole.subarray(0, length) });
      expect(thrownBy(await outcome).offset).toBeLessThanOrEqual(28 + length);
      peer.expectOpen();
    }
  });

  function thrownBy(outcome: CallOutcome<unknown>): ProtocolError {
    try {
      resultOf(outcome, 'call');
    } catch (error) {
      if (error instanceof ProtocolError) return error;
      throw error;
    }
    throw new Error('the reply was decoded');
  }
});
