import { describe, expect, test } from '@jest/globals';
import { AuthType } from '../../../../src/generated/remote-types.ts';
import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';
import { authenticate } from '../../../../src/session/authentication/authenticate.ts';
import { processEnvironment } from '../../../../src/session/environment.ts';
import type { OpeningStep } from '../../../../src/session/opening-step.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';
import { sessionWithPeer } from '../session-with-peer.ts';

const { NONE, SASL, POLKIT } = AuthType;

interface Attempt {
  /** What the daemon was asked, in order. */
  readonly asked: readonly string[];
  readonly steps: readonly OpeningStep[];
  readonly done: Promise<void>;
}

/** Authenticates with a daemon that answers the question for its ways by `answer`, and takes whoever asks polkit. */
function attempt(answer: (call: IncomingCall) => void, query = '', isObserved = false): Attempt {
  const asked: string[] = [];
  const steps: OpeningStep[] = [];
  const heard =
    (act: (call: IncomingCall) => void) =>
    (call: IncomingCall): void => {
      asked.push(call.procedure.name);
      act(call);
    };
  const { session } = sessionWithPeer({
    authList: heard(answer),
    authPolkit: heard((call) => call.reply({ complete: 1 })),
  });
  const done = authenticate(session, {
    uri: parseUri(`test+tcp://kvm1/default${query}`),
    environment: processEnvironment(),
    signal: new AbortController().signal,
    ...(isObserved && { onStep: (step: OpeningStep) => steps.push(step) }),
  });
  return { asked, steps, done };
}

const offering =
  (...types: number[]) =>
  (call: IncomingCall): void =>
    call.reply({ types });

describe.each([
  ['unseen', false],
  ['under the eyes of somebody', true],
])('authentication %s', (_, isObserved) => {
  test.each([
    ['offers nothing', offering(), []],
    ['offers to ask for nothing', offering(NONE), ['none']],
    ['asks for nothing first', offering(NONE, SASL), ['none', 'sasl']],
  ])('is done where the daemon %s', async (_what, answer, offered) => {
    const { asked, steps, done } = attempt(answer, '', isObserved);
    await done;
    expect(asked).toEqual(['authList']);
    const all = [{ step: 'authentication' }, { step: 'authentication', offered }];
    expect(steps).toEqual(isObserved ? [...all, { step: 'authentication', chosen: 'none' }] : []);
  });

  test('takes the first way that is offered, and asks for the ways once', async () => {
    const { asked, steps, done } = attempt(offering(POLKIT, NONE), '', isObserved);
    await done;
    expect(asked).toEqual(['authList', 'authPolkit']);
    expect(steps.map(({ step }) => step)).toEqual(isObserved ? Array(3).fill('authentication') : []);
  });

  test('takes the way that the URI asks for', async () => {
    const { asked, done } = attempt(offering(NONE, POLKIT), '?auth=polkit', isObserved);
    await done;
    expect(asked).toEqual(['authList', 'authPolkit']);
  });

  test('fails where the daemon does not offer what the URI asks for', async () => {
    const { done } = attempt(offering(NONE), '?auth=sasl', isObserved);
    await expect(done).rejects.toMatchObject({
      name: 'AuthenticationError',
      message: 'the daemon does not offer sasl, which the URI asks for; it offers none',
      offered: ['none'],
    });
  });

  test('asks no daemon where the URI asks for a way that there is not', async () => {
    const { asked, done } = attempt(offering(NONE), '?auth=tickets', isObserved);
    await expect(done).rejects.toMatchObject({
      name: 'UsageError',
      message: 'auth=tickets: it is sasl, sasl.MECHANISM or polkit',
    });
    expect(asked).toEqual([]);
  });

  test('is not needed with a daemon that does not know the question', async () => {
    const unknown = { code: 3, domain: 7, level: 2, message: 'unknown procedure' };
    const { asked, done } = attempt((call) => call.fail(unknown), '', isObserved);
    await done;
    expect(asked).toEqual(['authList']);
  });

  test('fails as the question does', async () => {
    const refused = { code: 38, domain: 7, level: 2, message: 'no' };
    const { done } = attempt((call) => call.fail(refused), '', isObserved);
    await expect(done).rejects.toMatchObject({ name: 'LibvirtError', procedure: 'authList' });
  });
});
