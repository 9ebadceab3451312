import { DomainState } from '../../../../src/generated/api-enums.ts';
import type { NonnullDomain } from '../../../../src/generated/remote-types.ts';
import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';
import { EventPeer } from './event-peer.ts';
import { wireDomain } from './payloads.ts';

type Script = (call: IncomingCall) => void;

/** The answer to the statistics that tell states: domains that run, each under its number. */
export function records(...numbers: readonly number[]): unknown {
  const state = { type: 1, value: DomainState.RUNNING };
  const params = [{ field: 'state.state', value: state }];
  return { retStats: numbers.map((number) => ({ dom: wireDomain(number, number), params })) };
}

export function list(...domains: readonly NonnullDomain[]): Script {
  return ({ reply }) => reply({ domains, ret: domains.length });
}

/** A daemon with the domain 1, which runs and has a definition. */
export function watchedPeer(scripts: Readonly<Record<string, Script>> = {}, features?: readonly number[]): EventPeer {
  return new EventPeer({
    scripts: {
      connectGetAllDomainStats: ({ reply }) => reply(records(1)),
      connectListAllDomains: list(wireDomain(1)),
      ...scripts,
    },
    ...(features === undefined ? {} : { features }),
  });
}
