import { UsageError } from '../../errors/usage-error.ts';
import { ConnectDomainQemuMonitorEventRegisterFlags } from '../../generated/api-enums.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Connection } from '../connection.ts';
import { type FlagOptions, flagBits } from '../flag-options.ts';
import { callbackSource } from './callback-source.ts';
import { closedSource } from './closed-source.ts';
import { domainEventKinds } from './domain-event-kinds.ts';
import {
  domainFamily,
  networkFamily,
  nodeDeviceFamily,
  qemuMonitorFamily,
  secretFamily,
  storagePoolFamily,
} from './event-families.ts';
import type { EventMessage } from './event-kind.ts';
import type { AnyFilter } from './event-options.ts';
import type { EventSource } from './event-source.ts';
import type { EventFamilyName } from './event-types.ts';
import { legacyDomainSource } from './legacy-source.ts';
import {
  networkEventKinds,
  nodeDeviceEventKinds,
  qemuMonitorMessage,
  secretEventKinds,
  storagePoolEventKinds,
} from './object-event-kinds.ts';

/** VIR_DRV_FEATURE_REMOTE_EVENT_CALLBACK: registrations have ids, and may be for one object. */
const callbackIdsFeature = 14;

const everyMonitorEvent = { event: '.', flags: Number(ConnectDomainQemuMonitorEventRegisterFlags.REGEX) };

/** An event's number in its family; one that this release does not know has no message. */
interface ChosenKind {
  readonly eventID: number;
  readonly message: EventMessage | undefined;
}

type Chooser = (kind: ChosenKind, name: string, filter: AnyFilter, connection: Connection) => EventSource;

/** How each family registers: for one object, or for all. */
const choosers: Readonly<Record<EventFamilyName, Chooser>> = {
  domain: ({ eventID, message }, name, { domain }, connection) => {
    const args = { eventID, dom: domain?.reference ?? null };
    return callbackSource(connection, { ...domainFamily, name, args, message, object: domain?.uuid });
  },
  network: ({ eventID, message }, name, { network }, connection) => {
    const args = { eventID, net: network?.reference ?? null };
    return callbackSource(connection, { ...networkFamily, name, args, message, object: network?.uuid });
  },
  'storage-pool': ({ eventID, message }, name, { pool }, connection) => {
    const args = { eventID, pool: pool?.reference ?? null };
    return callbackSource(connection, { ...storagePoolFamily, name, args, message, object: pool?.uuid });
  },
  'node-device': ({ eventID, message }, name, { device }, connection) => {
    const args = { eventID, dev: device?.reference ?? null };
    return callbackSource(connection, { ...nodeDeviceFamily, name, args, message, object: device?.name });
  },
  secret: ({ eventID, message }, name, { secret }, connection) => {
    const args = { eventID, secret: secret?.reference ?? null };
    return callbackSource(connection, { ...secretFamily, name, args, message, object: secret?.uuid });
  },
};

const kindsByName: ReadonlyMap<string, ChosenKind> = new Map<string, ChosenKind>(
  Object.entries({
    ...domainEventKinds,
    ...networkEventKinds,
    ...storagePoolEventKinds,
    ...nodeDeviceEventKinds,
    ...secretEventKinds,
  }),
);

const familyPattern = /^(domain|network|storage-pool|node-device|secret)-(.+)$/;

/** Where the events of a name come from. Throws a UsageError for a name that is none. */
export async function chooseSource(
  name: string,
  filter: AnyFilter & FlagOptions<number>,
  connection: Connection,
  options: CallOptions,
): Promise<EventSource> {
  for (const object of [filter.domain, filter.network, filter.pool, filter.device, filter.secret]) {
    if (object !== undefined && object.connection !== connection) {
      throw new UsageError(`${name}: the object that it is to be for belongs to another connection`);
    }
  }
  if (name === 'closed') return closedSource(connection, options);
  if (name === 'qemu-monitor') {
    const { domain, event } = filter;
    const dom = domain?.reference ?? null;
    // Without a filter the daemon refuses it beside any that has one; this one lets every event pass.
    const args = event === undefined ? { dom, ...everyMonitorEvent } : { dom, event, flags: flagBits(filter) };
    const object = `${domain?.uuid ?? ''} ${args.flags} ${args.event}`;
    return callbackSource(connection, { ...qemuMonitorFamily, name, args, message: qemuMonitorMessage, object });
  }
  const [, family, word = ''] = familyPattern.exec(name) ?? [];
  const kind = kindsByName.get(name) ?? (/^\d{1,9}$/.test(word) ? numbered(family, Number(word)) : undefined);
  if (family === undefined || kind === undefined) throw new UsageError(`there are no events called ${name}`);
  if (family === 'domain' && !(await connection.session.supportsFeature(callbackIdsFeature, options))) {
    return legacyDomainSource(name, filter.domain, connection);
  }
  return choosers[family as EventFamilyName](kind, name, filter, connection);
}

/** An event asked for by its number; one that this release has a name for is asked for by that. */
function numbered(family: string | undefined, eventID: number): ChosenKind {
  for (const [name, known] of kindsByName) {
    if (known.eventID === eventID && familyPattern.exec(name)?.[1] === family) {
      throw new UsageError(`event ${eventID} of the family ${family} is called ${name}`);
    }
  }
  return { eventID, message: undefined };
}
