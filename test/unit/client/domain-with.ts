import { expect } from '@jest/globals';
import { Connection } from '../../../src/client/connection.ts';
import { Domain } from '../../../src/client/domain.ts';
import type { TypedParam } from '../../../src/generated/remote-types.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { sessionWithPeer } from '../session/session-with-peer.ts';

/** The domain as its daemon refers to it. */
export const web = { name: 'web', uuid: Uint8Array.from({ length: 16 }, (_, byte) => byte), id: 7 };

export const ullong = (field: string, value: bigint): TypedParam => ({ field, value: { type: 4, value } });
export const text = (field: string, value: string): TypedParam => ({ field, value: { type: 7, value } });

/** What answers look at of a call's arguments. */
export interface AnswerArgs {
  readonly nparams: number;
  readonly start_cpu: number;
  readonly ncpus: number;
  readonly maxerrors: number;
}

/** A result by the arguments of the call, or `noSupport`. */
export type Answer = (args: AnswerArgs) => unknown;

export const noSupport = { code: 3, message: 'not supported' };

/** A domain whose daemon answers as told, and the calls as names and arguments without the domain. */
export function domainWith(answers: Readonly<Record<string, Answer>>): {
  domain: Domain;
  calls: (readonly [string, unknown])[];
} {
  const calls: (readonly [string, unknown])[] = [];
  const script = ({ procedure, args, reply, fail }: IncomingCall, answer: Answer): void => {
    if (procedure.name !== 'connectSupportsFeature') calls.push([procedure.name, withoutDomain(args)]);
    const result = answer(Object(args));
    if (result === noSupport) fail(noSupport);
    else reply(result);
  };
  const all: Readonly<Record<string, Answer>> = { connectSupportsFeature: () => ({ supported: 1 }), ...answers };
  const { session } = sessionWithPeer(
    Object.fromEntries(Object.entries(all).map(([name, answer]) => [name, (call) => script(call, answer)])),
  );
  return { domain: new Domain(new Connection(session, 'qemu:///system'), web), calls };
}

function withoutDomain(args: unknown): unknown {
  if (typeof args !== 'object' || args === null || !('dom' in args)) return args;
  const { dom, ...rest } = args;
  expect(dom).toMatchObject({ uuid: web.uuid });
  return rest;
}
