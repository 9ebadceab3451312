import { describe, expect, test } from '@jest/globals';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { domainFSFreeze } from '../../../src/generated/remote-procedures.ts';
import { resultOf } from '../../../src/rpc/call-outcome.ts';
import { RpcClient } from '../../../src/rpc/rpc-client.ts';
import { domain, download, getXml, lookUp, watchDomains } from './calls.ts';
import { FakeClock } from './fake-clock.ts';
import { joined, rawFrame, statusOf, typeOf, words } from './raw-frame.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const eof = (): ConnectionError => new ConnectionError('the daemon closed the connection', 'eof');

describe('close', () => {
  test('settles every call once, those in the queue too, with the one cause', async () => {
    const peer = new ScriptedPeer();
    const outcomes = Array.from({ length: 100 }, (_, id) => getXml(peer.client, id));
    const { outcome: stream } = download(peer.client, () => undefined);
    const { outcome: registration } = watchDomains(peer.client);
    await peer.takeFrames();
    const error = eof();
    peer.client.close(error);
    peer.client.close(new ConnectionError('again', 'client'));
    expect(peer.closes).toEqual([error]);
    for (const outcome of await Promise.all([...outcomes, stream, registration])) {
      if (outcome.kind !== 'closed') throw new Error(outcome.kind);
      expect(outcome.cause).toBe(error);
    }
    expect(peer.client.inFlight).toEqual([]);
    expect(peer.client.closed).toBe(error);
  });

  test('gives each call an error of its own, with its own name, the same reason and the same cause', async () => {
    const peer = new ScriptedPeer();
    const outcomes = [lookUp(peer.client), getXml(peer.client)] as const;
    const error = eof();
    peer.client.close(error);
    const [first, second] = await Promise.all(outcomes);
    const matching = (name: string): unknown =>
      expect.objectContaining({ message: expect.stringContaining(name), reason: 'eof', cause: error });
    expect(() => resultOf(first, 'domainLookupByName')).toThrow(matching('domainLookupByName') as Error);
    expect(() => resultOf(second, 'domainGetXMLDesc')).toThrow(matching('domainGetXMLDesc') as Error);
  });

  test('sends nothing any more of what was put off', async () => {
    const peer = new ScriptedPeer();
    void lookUp(peer.client);
    peer.client.close(eof());
    expect(await peer.takeFrames()).toEqual([]);
  });

  test('leaves no timer and no listener', async () => {
    const peer = new ScriptedPeer();
    const controller = new AbortController();
    for (let id = 0; id < 10; id++) void getXml(peer.client, id, { timeout: 1000, signal: controller.signal });
    await peer.takeFrames();
    peer.client.close(eof());
    expect(peer.clock.timers).toBe(0);
    controller.abort();
    peer.clock.advance(1000);
    expect(peer.client.inFlight).toEqual([]);
  });

  test('settles calls that were given up no second time', async () => {
    const peer = new ScriptedPeer();
    const outcome = getXml(peer.client, 1, { timeout: 10 });
    await peer.takeFrames();
    peer.clock.advance(10);
    peer.client.close(eof());
    expect((await outcome).kind).toBe('timeout');
  });

  test('drops what comes in afterwards, whatever it is', async () => {
    const peer = new ScriptedPeer();
    const outcome = lookUp(peer.client);
    const [call] = await peer.takeFrames();
    peer.client.close(eof());
    peer.fail(call);
    peer.client.receive(words(0xffffffff));
    expect((await outcome).kind).toBe('closed');
    expect(peer.closes).toHaveLength(1);
  });

  test('drops the rest of the chunk in which it was called', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client, {}, () => peer.client.close(eof()));
    const [call] = await peer.takeFrames();
    const event = (value: number): Uint8Array =>
      rawFrame({ type: typeOf.message, procedure: 318, serial: 1, payload: words(7, value) });
    const confirmation = rawFrame({ ...call, type: typeOf.reply, payload: words(7) });
    peer.client.receive(joined(event(1), event(2), confirmation, event(3), event(4)));
    // Two were held until the confirmation; the sink closed at the first of them.
    expect(seen.events).toEqual([1]);
  });
});

describe('close from within a sink', () => {
  test('lets neither a waiting call out nor an answer to a ping behind it', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client, {}, () => peer.client.close(eof()));
    // Sixteen of high priority are on the wire, and one waits for the place of the first.
    const outcomes = Array.from({ length: 16 }, () => lookUp(peer.client));
    const calls = await peer.takeFrames();
    const event = rawFrame({ type: typeOf.message, procedure: 318, serial: 1, payload: words(7, 1) });
    const confirmation = rawFrame({ ...calls[0], type: typeOf.reply, payload: words(7) });
    const ping = rawFrame({ program: 0x6b656570, type: typeOf.message, procedure: 1 });
    peer.client.receive(joined(event, confirmation, ping));
    expect(seen.events).toEqual([1]);
    expect(await peer.takeFrames()).toEqual([]);
    expect(new Set((await Promise.all(outcomes)).map(({ kind }) => kind))).toEqual(new Set(['closed']));
  });
});

describe('after close', () => {
  test('calls, streams and registrations settle at once and leave nothing', async () => {
    const peer = new ScriptedPeer();
    const error = eof();
    peer.client.close(error);
    const outcome = { kind: 'closed', cause: error };
    expect(await lookUp(peer.client, 'x', { timeout: 5, signal: new AbortController().signal })).toEqual(outcome);
    expect(await download(peer.client, () => undefined).outcome).toEqual(outcome);
    expect(await watchDomains(peer.client).outcome).toEqual(outcome);
    expect(peer.clock.timers).toBe(0);
    expect(await peer.takeFrames()).toEqual([]);
  });

  test('a call made from within onClose settles, too', async () => {
    let nested: Promise<{ readonly kind: string }> | undefined;
    const peer = new ScriptedPeer({
      onClose: () => {
        nested = lookUp(peer.client);
      },
    });
    peer.client.close(eof());
    expect((await nested)?.kind).toBe('closed');
  });
});

describe('send', () => {
  test('that throws ends the connection, and every call learns why', async () => {
    const broken = new Error('the pipe is broken');
    const peer = new ScriptedPeer({
      send: () => {
        throw broken;
      },
    });
    const outcome = lookUp(peer.client);
    expect(await outcome).toMatchObject({ kind: 'closed', cause: { reason: 'error', cause: broken } });
    expect(peer.closes).toHaveLength(1);
  });

  test('that throws while a large call is made does not throw into the call', async () => {
    const peer = new ScriptedPeer({
      send: () => {
        throw new Error('the pipe is broken');
      },
    });
    const controller = new AbortController();
    const mountpoints = ['x'.repeat(100_000)];
    const outcome = peer.client.call(
      domainFSFreeze,
      { dom: domain(1), mountpoints, flags: 0 },
      { timeout: 1000, signal: controller.signal },
    );
    expect((await outcome).kind).toBe('closed');
    expect(peer.clock.timers).toBe(0);
    expect(peer.client.inFlight).toEqual([]);
  });

  test('that throws at an answer to a ping ends the connection', () => {
    const peer = new ScriptedPeer({
      send: () => {
        throw new Error('the pipe is broken');
      },
    });
    peer.receive({ program: 0x6b656570, type: typeOf.message, procedure: 1 });
    expect(peer.closes.map(({ reason }) => reason)).toEqual(['error']);
  });

  test('may close the connection from within', async () => {
    const peer: ScriptedPeer = new ScriptedPeer({
      send: () => {
        peer.client.close(eof());
        return true;
      },
    });
    const outcomes = [lookUp(peer.client, 'a', { timeout: 100 }), lookUp(peer.client, 'b')];
    const kinds = (await Promise.all(outcomes)).map(({ kind }) => kind);
    expect(kinds).toEqual(['closed', 'closed']);
    expect(peer.clock.timers).toBe(0);
  });

  test('may close the connection while a large call is made', async () => {
    const peer: ScriptedPeer = new ScriptedPeer({
      send: () => {
        peer.client.close(eof());
        return true;
      },
    });
    const controller = new AbortController();
    const args = { dom: domain(1), mountpoints: ['x'.repeat(100_000)], flags: 0 };
    const outcome = peer.client.call(domainFSFreeze, args, { timeout: 1000, signal: controller.signal });
    expect((await outcome).kind).toBe('closed');
    expect(peer.clock.timers).toBe(0);
  });

  test('may make calls from within', async () => {
    const sends: Uint8Array[] = [];
    const client = new RpcClient({
      clock: new FakeClock(),
      send: (bytes) => {
        sends.push(bytes);
        if (sends.length === 1) void lookUp(client, 'nested');
        return true;
      },
      onClose: () => undefined,
    });
    void lookUp(client, 'outer');
    await new Promise((resolve) => setImmediate(resolve));
    expect(sends).toHaveLength(2);
    expect(client.inFlight.map(({ serial }) => serial)).toEqual([0, 1]);
  });
});

test('a sink that throws ends the connection: the place in the byte stream is lost', async () => {
  const peer = new ScriptedPeer();
  const bug = new Error('a bug');
  const { serial } = download(peer.client, () => {
    throw bug;
  }).stream;
  const [call] = await peer.takeFrames();
  peer.receive({ ...call, serial, type: typeOf.stream, status: statusOf.more, payload: words(1) });
  expect(peer.closes).toHaveLength(1);
  expect(peer.closes[0]?.cause).toBe(bug);
});
