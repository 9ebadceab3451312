import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import {
  connectGetType,
  domainGetXMLDesc,
  domainSetMemory,
  domainSetSchedulerParameters,
} from '../../../../src/generated/remote-procedures.ts';
import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';
import { type RetryCalls, retryReads } from '../../../../src/session/reconnect/retry-reads.ts';
import type { Session } from '../../../../src/session/session.ts';
import { type SessionWithPeer, sessionWithPeer, settle } from '../session-with-peer.ts';

const dom = { name: 'web', uuid: new Uint8Array(16), id: 1 };

type Scripts = Readonly<Record<string, (call: IncomingCall) => void>>;
const answering: Scripts = { connectGetType: (call) => call.reply({ type: 'TEST' }) };

/** A session whose connections follow one another as the test says. */
class Reopened {
  readonly peers: SessionWithPeer[] = [sessionWithPeer()];
  readonly session: Session;
  #next: ((session: Session) => void) | undefined;
  #giveUp: ((cause: Error) => void) | undefined;

  constructor({ retry }: { readonly retry?: RetryCalls } = { retry: retryReads }) {
    const [first] = this.peers;
    if (first === undefined) throw new Error('there is no first one');
    this.session = first.session;
    this.session.keepOpen(
      () =>
        new Promise((resolve, reject) => {
          this.#next = resolve;
          this.#giveUp = reject;
        }),
      retry,
    );
  }

  /** The calls that have come in on the latest connection, by name. */
  get received(): string[] {
    return this.peers.at(-1)?.calls.map(({ procedure }) => procedure.name) ?? [];
  }

  async lose(): Promise<void> {
    await settle();
    this.peers.at(-1)?.hangUp();
    await settle();
  }

  async reopen(scripts: Scripts = {}): Promise<void> {
    const peer = sessionWithPeer(scripts);
    this.peers.push(peer);
    this.#next?.(peer.session);
    await settle();
  }

  async giveUp(cause: Error): Promise<void> {
    this.#giveUp?.(cause);
    await settle();
  }
}

describe('with retryReads, a call that only reads', () => {
  test('is made again on the next connection, as often as it takes', async () => {
    const reopened = new Reopened();
    const call = reopened.session.call(connectGetType, undefined);
    for (let loss = 0; loss < 3; loss++) {
      await settle();
      expect(reopened.received).toEqual(['connectGetType']);
      await reopened.lose();
      await reopened.reopen(loss === 2 ? answering : {});
    }
    await expect(call).resolves.toEqual({ type: 'TEST' });
  });

  test('and asks for secrets on condition is one of them', async () => {
    const reopened = new Reopened();
    const call = reopened.session.call(domainGetXMLDesc, { dom, flags: 0 });
    await reopened.lose();
    await reopened.reopen({ domainGetXMLDesc: (incoming) => incoming.reply({ xml: '<domain/>' }) });
    await expect(call).resolves.toEqual({ xml: '<domain/>' });
  });

  test('waits for a connection when there is none', async () => {
    const reopened = new Reopened();
    await reopened.lose();
    const call = reopened.session.call(connectGetType, undefined);
    await settle();
    expect(reopened.session.inFlight).toEqual([]);
    await reopened.reopen(answering);
    await expect(call).resolves.toEqual({ type: 'TEST' });
  });

  test('has one timeout for all of it', async () => {
    const reopened = new Reopened();
    const startedAt = performance.now();
    const call = reopened.session.call(connectGetType, undefined, { timeout: 100 });
    await reopened.lose();
    await reopened.reopen();
    await expect(call).rejects.toMatchObject({
      name: 'TimeoutError',
      procedure: 'connectGetType',
      inFlight: [{ procedure: 'connectGetType' }],
    });
    const elapsed = performance.now() - startedAt;
    expect(elapsed).toBeGreaterThan(90);
    expect(elapsed).toBeLessThan(2000);
  });

  test('times out while there is no connection, also by callTimeout', async () => {
    const reopened = new Reopened();
    await reopened.lose();
    const error = { name: 'TimeoutError', procedure: 'connectGetType', inFlight: [] };
    await expect(reopened.session.call(connectGetType, undefined, { timeout: 20 })).rejects.toMatchObject(error);
    await expect(reopened.session.call(connectGetType, undefined, { timeout: 0 })).rejects.toMatchObject(error);
    reopened.session.callTimeout = 20;
    await expect(reopened.session.call(connectGetType, undefined)).rejects.toMatchObject(error);
    await reopened.reopen();
    await settle();
    // Nobody waits for them any more, so that they are not made either.
    expect(reopened.received).toEqual([]);
  });

  test('is aborted while there is no connection, and leaves no listener', async () => {
    const reopened = new Reopened();
    await reopened.lose();
    const controller = new AbortController();
    const { signal } = controller;
    const call = reopened.session.call(connectGetType, undefined, { signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(call).rejects.toMatchObject({ name: 'AbortError', cause: reason });
    await expect(reopened.session.call(connectGetType, undefined, { signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await reopened.reopen();
    expect(reopened.received).toEqual([]);
  });

  test('rejects with what lost the connection when there is no other', async () => {
    const reopened = new Reopened();
    const call = reopened.session.call(connectGetType, undefined);
    call.catch(() => undefined);
    await reopened.lose();
    const cause = new Error('not let in');
    await reopened.giveUp(cause);
    await expect(call).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await expect(reopened.session.closed).resolves.toMatchObject({ cause });
  });

  test('rejects when the session is closed meanwhile', async () => {
    const reopened = new Reopened();
    await reopened.lose();
    const call = reopened.session.call(connectGetType, undefined);
    call.catch(() => undefined);
    await settle();
    await reopened.session.close();
    await reopened.giveUp(new Error('aborted'));
    await expect(call).rejects.toMatchObject({ name: 'ConnectionError' });
    await expect(reopened.session.closed).resolves.toMatchObject({ reason: 'client' });
  });
});

describe('never made again', () => {
  test.each([
    ['a call that writes', (session: Session) => session.call(domainSetMemory, { dom, memory: 1n })],
    [
      'a call that writes with leave to read',
      (session: Session) => session.call(domainSetSchedulerParameters, { dom, params: [] }),
    ],
  ])('is %s: it rejects, once, and on the next connection nothing comes', async (_what, make) => {
    const reopened = new Reopened();
    const call = make(reopened.session);
    call.catch(() => undefined);
    await reopened.lose();
    await expect(call).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await expect(make(reopened.session)).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await reopened.reopen();
    expect(reopened.received).toEqual([]);
  });

  test('is any call without retryReads', async () => {
    const reopened = new Reopened({});
    const call = reopened.session.call(connectGetType, undefined);
    call.catch(() => undefined);
    await reopened.lose();
    await expect(call).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await expect(reopened.session.call(connectGetType, undefined)).rejects.toMatchObject({ reason: 'eof' });
    await reopened.reopen();
    expect(reopened.received).toEqual([]);
  });
});
