import {
  connectDomainEventCallbackRegisterAny,
  connectNetworkEventRegisterAny,
  domainGetXMLDesc,
  domainLookupByName,
  storageVolDownload,
} from '../../../src/generated/remote-procedures.ts';
import type { DomainGetXMLDescRet, DomainLookupByNameRet, NonnullDomain } from '../../../src/generated/remote-types.ts';
import type { CallOptions } from '../../../src/rpc/call-options.ts';
import type { CallOutcome } from '../../../src/rpc/call-outcome.ts';
import { ClientEvents } from '../../../src/rpc/client-events.ts';
import { ClientStreams, type OpeningStream } from '../../../src/rpc/client-streams.ts';
import type { EventFamily } from '../../../src/rpc/event-family.ts';
import type { Frame } from '../../../src/rpc/frame.ts';
import type { Carrier } from '../../../src/rpc/reading-pause.ts';
import type { RpcClient } from '../../../src/rpc/rpc-client.ts';
import type { StreamSink } from '../../../src/rpc/stream-table.ts';
import { remoteProgram } from './raw-frame.ts';

/** A domain with an id that tells one from another. */
export function domain(id: number): NonnullDomain {
  return { name: `domain-${id}`, uuid: new Uint8Array(16).fill(id), id };
}

/** A call of high priority. */
export function lookUp(
  client: RpcClient,
  name = 'web1',
  options?: CallOptions,
): Promise<CallOutcome<DomainLookupByNameRet>> {
  return client.call(domainLookupByName, { name }, options);
}

/** A call that may block. */
export function getXml(client: RpcClient, id = 1, options?: CallOptions): Promise<CallOutcome<DomainGetXMLDescRet>> {
  return client.call(domainGetXMLDesc, { dom: domain(id), flags: 0 }, options);
}

export function download(client: RpcClient, sink: StreamSink, options?: CallOptions): OpeningStream<void> {
  const vol = { pool: 'default', name: 'disk', key: '/disk' };
  return streamsOf(client).open(storageVolDownload, { vol, offset: 0n, length: 0n, flags: 0 }, sink, options);
}

export const domainEvents: EventFamily = {
  name: 'domain',
  program: remoteProgram,
  procedures: new Set([318, 319]),
  addressed: 'by-id',
};
export const networkEvents: EventFamily = {
  name: 'network',
  program: remoteProgram,
  procedures: new Set([315]),
  addressed: 'by-id',
};

export interface Seen {
  /** What came, each event as the word behind its callback id. */
  readonly events: number[];
  /** The ids of registrations that nobody waited for any more. */
  readonly late: number[];
  readonly outcome: Promise<CallOutcome<{ readonly callbackID: number }>>;
}

/** Registers for domain events and notes what comes, before it does `alsoDo`. */
export function watchDomains(client: RpcClient, options?: CallOptions, alsoDo = (): void => undefined): Seen {
  const events: number[] = [];
  const late: number[] = [];
  const outcome = eventsOf(client).register(
    {
      wanted: { family: domainEvents },
      procedure: connectDomainEventCallbackRegisterAny,
      args: { eventID: 0, dom: null },
      sink: (frame) => {
        events.push(wordBehindId(frame));
        alsoDo();
      },
      onLate: (id) => late.push(id),
    },
    options,
  );
  return { events, late, outcome };
}

/** Registers for network events and notes what comes. */
export function watchNetworks(client: RpcClient): Seen {
  const events: number[] = [];
  const late: number[] = [];
  const outcome = eventsOf(client).register({
    wanted: { family: networkEvents },
    procedure: connectNetworkEventRegisterAny,
    args: { eventID: 0, net: null },
    sink: (frame) => events.push(wordBehindId(frame)),
    onLate: (id) => late.push(id),
  });
  return { events, late, outcome };
}

function wordBehindId({ body }: Frame): number {
  body.int();
  return body.int();
}

/** What carries a connection that nobody has to stop. */
export function freeCarrier(peerPings: boolean): Carrier {
  return { pause: () => undefined, resume: () => undefined, peerPings };
}

/** The streams of a connection, as a session would set them up. */
export function streamsOf(client: RpcClient): ClientStreams {
  client.streams ??= new ClientStreams(client.caller, freeCarrier(false));
  return client.streams;
}

/** The registrations of a connection, likewise. */
export function eventsOf(client: RpcClient): ClientEvents {
  client.events ??= new ClientEvents(client.caller);
  return client.events;
}
