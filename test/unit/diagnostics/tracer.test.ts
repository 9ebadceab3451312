import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { domainLookupByName, domainSetUserPassword } from '../../../src/generated/remote-procedures.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { sessionWithPeer } from '../session/session-with-peer.ts';
import { hear, theTracer } from './heard.ts';

const dom = { name: 'web1', uuid: new Uint8Array(16), id: -1 };
const scripts = {
  domainLookupByName: (call: IncomingCall): void => {
    const { name } = call.args as { readonly name: string };
    if (name === 'web1') call.reply({ dom });
    else call.fail({ code: 42, message: 'there is none' });
  },
  domainSetUserPassword: (call: IncomingCall): void => call.reply(undefined),
};

async function tracedSession() {
  const { session } = sessionWithPeer(scripts);
  session.tracer = await theTracer();
  return session;
}

describe('a traced call', () => {
  test('tells its start and its end, in the order of tracePromise, and not its result', async () => {
    const session = await tracedSession();
    using calls = hear('libvirt-rpc:call');
    await session.call(domainLookupByName, { name: 'web1' }, { timeout: 5000 });
    expect(calls.heard.map(({ where }) => where)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(new Set(calls.heard.map(({ message }) => message)).size).toBe(1);
    expect(calls.heard[0]?.message).toEqual({
      procedure: 'domainLookupByName',
      program: 0x20008086,
      peer: 'memory',
      args: { name: 'web1' },
      timeout: 5000,
    });
    session.destroy();
  });

  test('tells its error, the very one that it rejects with', async () => {
    const session = await tracedSession();
    using calls = hear('libvirt-rpc:call');
    const error = await session.call(domainLookupByName, { name: 'nope' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LibvirtError);
    expect(calls.heard.map(({ where }) => where)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(calls.heard[2]?.message).toHaveProperty('error', error);
    session.destroy();
  });

  test('tells what it is about, and no argument that may be a secret', async () => {
    const session = await tracedSession();
    using calls = hear('libvirt-rpc:call');
    await session.call(domainSetUserPassword, { dom, user: 'root', password: 'hunter2', flags: 0 });
    expect(calls.heard[0]?.message).toMatchObject({
      args: { dom: { name: 'web1', uuid: '00000000-0000-0000-0000-000000000000', id: -1 }, flags: 0 },
    });
    expect(JSON.stringify(calls.heard)).not.toMatch(/hunter2|root/);
    session.destroy();
  });

  test('runs with the stores that are bound to its start', async () => {
    const session = await tracedSession();
    const spans = new AsyncLocalStorage<{ readonly of: object }>();
    const { start, asyncEnd } = tracingChannel<{ readonly of: object }, object>('libvirt-rpc:call');
    start.bindStore(spans, (of) => ({ of }));
    const seen: unknown[] = [];
    const onEnd = (): void => void seen.push(spans.getStore());
    asyncEnd.subscribe(onEnd);
    try {
      await spans.run({ of: dom }, () => session.call(domainLookupByName, { name: 'web1' }));
    } finally {
      start.unbindStore(spans);
      asyncEnd.unsubscribe(onEnd);
    }
    expect(seen).toEqual([{ of: dom }]);
    session.destroy();
  });
});

describe('what nobody watches', () => {
  test('is not even looked at', async () => {
    const session = await tracedSession();
    let looks = 0;
    const args = {
      name: 'web1',
      get more(): number {
        looks++;
        return 1;
      },
    };
    await session.call(domainLookupByName, args);
    expect(looks).toBe(0);
    {
      using calls = hear('libvirt-rpc:call');
      await session.call(domainLookupByName, args);
      expect(calls.heard.length).toBe(4);
    }
    expect(looks).toBe(1);
    await session.call(domainLookupByName, args);
    expect(looks).toBe(1);
    session.destroy();
  });
});

describe('a connection to the test hypervisor', () => {
  test('tells of its opening, its events, its streams and its end', async () => {
    using connects = hear('libvirt-rpc:connect', 'libvirt-rpc:event:received', 'libvirt-rpc:session:state');
    using events = hear('libvirt-rpc:event');
    using streams = hear('libvirt-rpc:stream');
    const connection = await connect('test:///default');
    expect(connects.heard.map(({ where }) => where)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(connects.heard[0]?.message).toEqual({
      uri: 'test:///default',
      readOnly: false,
      peer: connection.session.peer,
    });
    connects.heard.length = 0;
    const domain = await connection.lookupDomainByName('test');
    await using changes = await connection.events('domain-lifecycle');
    await domain.suspend();
    for await (const _ of changes) break;
    expect(events.heard[0]?.message).toEqual({ name: 'domain-lifecycle', peer: connection.session.peer });
    expect(events.heard.at(-1)?.where).toBe('asyncEnd');
    await connection.close();
    await connection.closed;
    await setImmediate();
    expect(connects.heard).toEqual([
      {
        where: 'libvirt-rpc:event:received',
        message: {
          name: 'domain-lifecycle',
          peer: connection.session.peer,
          type: 'domain-lifecycle',
          args: { domain: { name: 'test', uuid: domain.uuid } },
        },
      },
      {
        where: 'libvirt-rpc:session:state',
        message: { state: 'closed', peer: connection.session.peer, cause: await connection.closed },
      },
    ]);
    expect(streams.heard).toEqual([]);
  });

  test('tells of an opening that fails', async () => {
    using connects = hear('libvirt-rpc:connect');
    const error = await connect('test+tcp://joe:hunter2@127.0.0.1:1/default?x=hunter2').catch((thrown) => thrown);
    expect(connects.heard.map(({ where }) => where)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(connects.heard[0]?.message).toEqual({ uri: 'test+tcp://joe@127.0.0.1:1/default', readOnly: false, error });
  });
});
