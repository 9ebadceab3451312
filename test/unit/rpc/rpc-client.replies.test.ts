import { describe, expect, test } from '@jest/globals';
import { XdrError } from '@xdr-ts/runtime';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import { connectGetHostname, domainFSFreeze } from '../../../src/generated/remote-procedures.ts';
import { domainGetXMLDescRetCodec, domainLookupByNameRetCodec } from '../../../src/generated/remote-types.ts';
import { resultOf } from '../../../src/rpc/call-outcome.ts';
import { domain, getXml, lookUp } from './calls.ts';
import { joined, type RawFrame, rawFrame, remoteProgram, statusOf, typeOf, words } from './raw-frame.ts';
import { errorBody, noDomain, ScriptedPeer } from './scripted-peer.ts';

describe('a call', () => {
  test('is a packet of its own with the arguments behind the header', async () => {
    const peer = new ScriptedPeer({ firstSerial: 5 });
    void lookUp(peer.client, 'web1');
    expect(await peer.takeFrames()).toEqual([
      {
        program: remoteProgram,
        version: 1,
        procedure: 23,
        type: typeOf.call,
        serial: 5,
        status: statusOf.ok,
        payload: joined(words(4), Buffer.from('web1')),
      },
    ]);
  });

  test('goes out in one piece with others of its turn, and those of another turn do not', async () => {
    const peer = new ScriptedPeer();
    for (const name of ['a', 'b', 'c']) void lookUp(peer.client, name);
    await peer.settle();
    expect(peer.sends).toHaveLength(1);
    void lookUp(peer.client, 'd');
    await peer.settle();
    expect(peer.sends).toHaveLength(2);
    expect(peer.frames.map(({ serial }) => serial)).toEqual([0, 1, 2, 3]);
  });

  test('keeps the arguments that it was made with', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    void getXml(peer.client);
    const mountpoints = ['/before'];
    void peer.client.call(domainFSFreeze, { dom: domain(1), mountpoints, flags: 0 });
    mountpoints[0] = '/after';
    const [first] = await peer.takeFrames();
    peer.reply(first, domainGetXMLDescRetCodec, { xml: '' });
    const [second] = await peer.takeFrames();
    expect(Buffer.from(second?.payload ?? []).includes('/before')).toBe(true);
  });

  test('whose arguments do not fit throws at once and leaves no trace', async () => {
    const peer = new ScriptedPeer();
    void lookUp(peer.client, 'before');
    expect(() => lookUp(peer.client, 'nul\0')).toThrow(XdrError);
    void lookUp(peer.client, 'after');
    expect(peer.client.inFlight).toHaveLength(2);
    const frames = await peer.takeFrames();
    expect(frames.map(({ payload }) => Buffer.from(payload.subarray(4)).toString().replaceAll('\0', ''))).toEqual([
      'before',
      'after',
    ]);
    peer.expectOpen();
  });

  test('that would be longer than a packet may be throws at once and leaves no trace', async () => {
    const peer = new ScriptedPeer();
    const mountpoints = Array.from({ length: 9 }, () => 'x'.repeat(4_000_000));
    expect(() => peer.client.call(domainFSFreeze, { dom: domain(1), mountpoints, flags: 0 })).toThrow(XdrError);
    expect(peer.client.inFlight).toEqual([]);
    expect(await peer.takeFrames()).toEqual([]);
    peer.expectOpen();
  });
});

describe('a reply', () => {
  test('settles its own call, in whatever order replies come', async () => {
    const peer = new ScriptedPeer();
    const outcomes = [1, 2, 3].map((id) => getXml(peer.client, id));
    const calls = await peer.takeFrames();
    for (const index of [2, 0, 1]) {
      const call = calls[index];
      peer.reply(call, domainGetXMLDescRetCodec, { xml: `<domain id='${index + 1}'/>` });
    }
    expect(await Promise.all(outcomes)).toEqual(
      [1, 2, 3].map((id) => ({ kind: 'result', result: { xml: `<domain id='${id}'/>` } })),
    );
    expect(peer.client.inFlight).toEqual([]);
  });

  test('finds its call among 10,000 answered backwards', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 10_000 });
    const outcomes = Array.from({ length: 10_000 }, (_, id) => getXml(peer.client, id));
    const calls = await peer.takeFrames();
    expect(calls).toHaveLength(10_000);
    const replies = calls.reverse().map((call) => {
      const text = Buffer.from(call.serial.toString().padStart(8));
      return rawFrame({ ...call, type: typeOf.reply, payload: joined(words(text.length), text) });
    });
    peer.client.receive(joined(...replies));
    const results = await Promise.all(outcomes);
    const xml = results.map((outcome) => (outcome.kind === 'result' ? Number(outcome.result.xml) : outcome.kind));
    expect(xml).toEqual(Array.from({ length: 10_000 }, (_, id) => id));
    expect(peer.client.inFlight).toEqual([]);
    peer.expectOpen();
  });

  test('of a procedure without a result is empty', async () => {
    const peer = new ScriptedPeer();
    const outcome = peer.client.call(connectGetHostname, undefined);
    const [call] = await peer.takeFrames();
    expect(call?.payload).toHaveLength(0);
    peer.replyRaw(call, joined(words(2), Buffer.from('h1\0\0')));
    expect(await outcome).toEqual({ kind: 'result', result: { hostname: 'h1' } });
  });

  test('may have bytes behind its result, as a newer daemon may add some', async () => {
    const peer = new ScriptedPeer();
    const outcome = getXml(peer.client);
    const [call] = await peer.takeFrames();
    peer.replyRaw(call, words(0, 1, 2, 3));
    expect(await outcome).toEqual({ kind: 'result', result: { xml: '' } });
  });

  test('carries every field of an error', async () => {
    const peer = new ScriptedPeer({ firstSerial: 77 });
    const outcome = lookUp(peer.client, 'nope');
    const [call] = await peer.takeFrames();
    const error = {
      code: 42,
      domain: 10,
      message: 'Domain not found: no domain with matching name ‘nope’',
      level: 2,
      dom: domain(3),
      str1: 'Domain not found: %s',
      str2: 'nope',
      str3: '',
      int1: 2147483647,
      int2: -1,
      net: { name: 'default', uuid: new Uint8Array(16) },
    };
    peer.fail(call, error);
    const settled = await outcome;
    expect(settled).toEqual({ kind: 'error', error, serial: 77 });
    try {
      resultOf(settled, 'domainLookupByName');
      throw new Error('no error');
    } catch (thrown) {
      if (!(thrown instanceof LibvirtError)) throw thrown;
      const { code, number, domain: part, level, message, str1, str2, str3, int1, int2, procedure, serial } = thrown;
      const fields = { code, number, part, level, message, str1, str2, str3, int1, int2, procedure, serial };
      const { dom, net, domain: errorDomain, code: errorNumber, ...rest } = error;
      const told = { code: 'VIR_ERR_NO_DOMAIN', number: errorNumber, part: errorDomain };
      expect(fields).toEqual({ ...rest, ...told, procedure: 'domainLookupByName', serial: 77 });
    }
  });

  test('tells absent texts of an error from empty ones', async () => {
    const peer = new ScriptedPeer();
    const outcome = lookUp(peer.client);
    const [call] = await peer.takeFrames();
    peer.fail(call, { message: null, str1: '', str2: null });
    const settled = await outcome;
    expect(settled).toMatchObject({ kind: 'error', error: { message: null, str1: '', str2: null } });
    expect(() => resultOf(settled, 'x')).toThrow('Unknown error');
  });

  test('with an error binds to its call alone', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 500 });
    const outcomes = Array.from({ length: 500 }, (_, id) => getXml(peer.client, id));
    for (const call of await peer.takeFrames()) {
      if (call.serial % 2 === 1) peer.fail(call, { message: `no domain ${call.serial}` });
      else peer.reply(call, domainGetXMLDescRetCodec, { xml: `${call.serial}` });
    }
    for (const [id, outcome] of (await Promise.all(outcomes)).entries()) {
      if (id % 2 === 1)
        expect(outcome).toMatchObject({ kind: 'error', serial: id, error: { message: `no domain ${id}` } });
      else expect(outcome).toEqual({ kind: 'result', result: { xml: `${id}` } });
    }
  });
});

describe('a reply that cannot be decoded', () => {
  const bodies: [what: string, status: number, body: Uint8Array, offset: number][] = [
    ['is too short', statusOf.ok, words(), 28],
    ['claims more text than there is', statusOf.ok, words(1000, 0), 28],
    ['claims more text than there may be', statusOf.ok, words(0x7fffffff, 0), 28],
    ['is half an error', statusOf.error, errorBody().subarray(0, 20), 40],
    ['is no error at all', statusOf.error, words(), 28],
  ];

  test.each(bodies)('as it %s fails its call and no other', async (_what, status, payload, offset) => {
    const peer = new ScriptedPeer();
    const bad = lookUp(peer.client, 'bad');
    const good = lookUp(peer.client, 'good');
    const [first, second] = await peer.takeFrames();
    peer.receive({ ...first, type: typeOf.reply, status, payload });
    const outcome = await bad;
    expect(outcome.kind).toBe('undecodable');
    try {
      resultOf(outcome, 'domainLookupByName');
      throw new Error('no error');
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      expect(error.message).toContain('domainLookupByName');
      expect(error.offset).toBe(offset);
      expect(error.cause).toBeInstanceOf(XdrError);
    }
    peer.expectOpen();
    peer.reply(second, domainLookupByNameRetCodec, { dom: domain(2) });
    expect(await good).toEqual({ kind: 'result', result: { dom: domain(2) } });
    expect(peer.client.inFlight).toEqual([]);
  });

  test('gives its place on the wire to the next call', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    void getXml(peer.client, 1);
    void getXml(peer.client, 2);
    const [first] = await peer.takeFrames();
    peer.replyRaw(first, words());
    expect(await peer.takeFrames()).toHaveLength(1);
  });
});

describe('the connection ends over', () => {
  const breaches: [what: string, change: Partial<RawFrame>, offset: number][] = [
    ['a reply to nobody', { serial: 99 }, 20],
    ['a reply of another program', { program: 0x20008087 }, 4],
    ['a reply of another version', { version: 2 }, 4],
    ['a reply of another procedure', { procedure: 24 }, 4],
    ['a reply with status CONTINUE', { status: statusOf.more }, 24],
    ['a call', { type: typeOf.call }, 16],
    ['a call with file descriptors', { type: typeOf.callWithDescriptors, payload: words(0) }, 16],
    ['a type that there is not', { type: 7 }, 16],
    ['a status that there is not', { status: 3 }, 24],
    ['33 file descriptors', { type: typeOf.replyWithDescriptors, payload: words(33) }, 28],
  ];

  test.each(breaches)('%s', async (_what, change, offset) => {
    const peer = new ScriptedPeer();
    const outcome = lookUp(peer.client);
    const [call] = await peer.takeFrames();
    peer.receive({ ...call, type: typeOf.reply, ...change });
    const error = peer.expectProtocolError();
    expect(error.offset).toBe(offset);
    const settled = await outcome;
    expect(settled).toEqual({ kind: 'closed', cause: peer.closes[0] });
    // What comes behind is not even looked at.
    peer.receive({ serial: 98 }, { type: 9 });
    expect(peer.closes).toHaveLength(1);
  });

  test('a second reply to the same call', async () => {
    const peer = new ScriptedPeer();
    void lookUp(peer.client);
    const [call] = await peer.takeFrames();
    peer.fail(call);
    peer.fail(call);
    expect(peer.expectProtocolError().message).toContain('reply to nobody');
  });

  test('a reply to a call that is not on the wire yet', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    void getXml(peer.client, 1);
    void getXml(peer.client, 2);
    const [call] = await peer.takeFrames();
    peer.receive({ ...call, type: typeOf.reply, serial: 1, payload: words(0) });
    expect(peer.expectProtocolError().message).toContain('reply to nobody');
  });
});

describe('a reply with file descriptors', () => {
  test('is read past the bytes that carried them, wherever the stream is cut', async () => {
    const reference = new ScriptedPeer();
    void lookUp(reference.client);
    const [call] = await reference.takeFrames();
    const dom = joined(words(2), Buffer.from('ab\0\0'), new Uint8Array(16).fill(9), words(-1));
    const withDescriptors = rawFrame({
      ...call,
      type: typeOf.replyWithDescriptors,
      payload: joined(words(3), dom),
    });
    const second = rawFrame({ ...call, type: typeOf.reply, serial: 1, payload: dom });
    const bytes = joined(withDescriptors, new Uint8Array([0, 0xff, 0x41]), second);
    for (let cut = 1; cut < bytes.length; cut++) {
      const peer = new ScriptedPeer();
      const outcomes = [lookUp(peer.client), lookUp(peer.client)];
      await peer.settle();
      peer.client.receive(bytes.subarray(0, cut));
      peer.client.receive(bytes.subarray(cut));
      const result = { dom: { name: 'ab', uuid: new Uint8Array(16).fill(9), id: -1 } };
      expect(await Promise.all(outcomes)).toEqual([
        { kind: 'result', result },
        { kind: 'result', result },
      ]);
    }
  });
});

test('an error that means too old a daemon keeps what the daemon said', () => {
  const outcome = {
    kind: 'error',
    error: { ...noDomain, code: 39, domain: 7, message: 'unknown procedure: 9999' },
  } as const;
  const tooOld = { since: '12.0.0', daemonVersion: '9.0.0' };
  expect(() => resultOf({ ...outcome, serial: 1 }, 'domainNew', tooOld)).toThrow(
    expect.objectContaining({ code: 'VIR_ERR_NO_SUPPORT', number: 3, since: '12.0.0', domain: 7 }),
  );
});
