import { describe, expect, test } from '@jest/globals';
import type { ConnectionError } from '../../../src/errors/connection-error.ts';
import { connectGetLibVersion } from '../../../src/generated/remote-procedures.ts';
import type { SessionState } from '../../../src/session/link-keeper.ts';
import type { Session } from '../../../src/session/session.ts';
import { sessionWithPeer, settle } from './session-with-peer.ts';

const answering = { connectGetLibVersion: (call: { reply(result: unknown): void }) => call.reply({ lib_ver: 11n }) };

/** The states that a session goes through, with the reason for each. */
function statesOf(session: Session): [SessionState, string | undefined][] {
  const states: [SessionState, string | undefined][] = [];
  session.observe((state, cause) => states.push([state, cause?.reason]));
  return states;
}

describe('a session without a way back', () => {
  test('is closed with the connection', async () => {
    const { session, hangUp } = sessionWithPeer();
    const states = statesOf(session);
    expect(session.state).toBe('connected');
    hangUp();
    expect((await session.closed).reason).toBe('eof');
    expect(session.state).toBe('closed');
    expect(states).toEqual([['closed', 'eof']]);
  });
});

describe('a session that reopens', () => {
  test('goes on with the next connection, and calls in flight have rejected', async () => {
    const first = sessionWithPeer();
    const second = sessionWithPeer(answering);
    const states = statesOf(first.session);
    const reasons: string[] = [];
    first.session.keepOpen(async (lost) => {
      reasons.push(lost.reason);
      return second.session;
    });
    const lost = first.session.call(connectGetLibVersion, undefined);
    await settle();
    first.hangUp();
    await expect(lost).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await settle();
    expect(first.session.state).toBe('connected');
    expect(await first.session.call(connectGetLibVersion, undefined)).toEqual({ lib_ver: 11n });
    expect(states).toEqual([
      ['reconnecting', 'eof'],
      ['connected', 'eof'],
    ]);
    expect(reasons).toEqual(['eof']);
    await first.session.close();
    expect((await first.session.closed).reason).toBe('client');
  });

  test('asks the next daemon anew what it can', async () => {
    const supports = (supported: number) => ({
      connectSupportsFeature: (call: { reply(result: unknown): void }) => call.reply({ supported }),
    });
    const first = sessionWithPeer(supports(1));
    const second = sessionWithPeer(supports(0));
    first.session.keepOpen(async () => second.session);
    expect(await first.session.supportsFeature(16)).toBe(true);
    first.hangUp();
    await settle();
    expect(await first.session.supportsFeature(16)).toBe(false);
  });

  test('is closed for the first reason when there is to be no other connection', async () => {
    const { session, hangUp } = sessionWithPeer();
    const givenUp = new Error('enough');
    session.keepOpen(() => Promise.reject(givenUp));
    hangUp();
    expect(await session.closed).toMatchObject({ reason: 'eof', cause: givenUp });
    expect(session.state).toBe('closed');
  });

  test('rejects calls while it has no connection, and is ended by close at any moment', async () => {
    const first = sessionWithPeer();
    const second = sessionWithPeer();
    let opened!: (session: Session) => void;
    const signals: AbortSignal[] = [];
    first.session.keepOpen((_, signal) => {
      signals.push(signal);
      return new Promise((resolve) => {
        opened = resolve;
      });
    });
    first.hangUp();
    await settle();
    expect(first.session.state).toBe('reconnecting');
    expect(first.session.isAlive).toBe(false);
    await expect(first.session.call(connectGetLibVersion, undefined)).rejects.toMatchObject({ reason: 'eof' });
    await first.session.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    opened(second.session);
    const cause: ConnectionError = await first.session.closed;
    expect(cause.reason).toBe('client');
    expect(second.session.isAlive).toBe(false);
  });

  test('does not reopen what was closed here', async () => {
    const { session } = sessionWithPeer({ connectClose: (call) => call.reply(undefined) });
    let reopened = 0;
    session.keepOpen(() => {
      reopened++;
      return Promise.reject(new Error('never'));
    });
    await session.close();
    expect((await session.closed).reason).toBe('client');
    expect(reopened).toBe(0);
  });
});
