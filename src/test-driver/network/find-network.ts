import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import type { NonnullNetwork } from '../../generated/remote-types.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import { canonicalUuidBytes } from '../canonical-uuid.ts';
import { type Fault, fault } from '../fault.ts';
import type { Host } from '../host.ts';
import type { Network } from './network.ts';

function noNetwork(key: string, value: string): Fault {
  const detail = `no network with matching ${key} '${value}'`;
  return fault(ErrorNumber.ERR_NO_NETWORK, ErrorDomain.TEST, detail);
}

/** The network of that name. Throws a Fault when there is none. */
export function networkNamed({ networks }: Host, name: string): Network {
  const network = networks.byName(name);
  if (network === undefined) throw noNetwork('name', name);
  return network;
}

/** The network of that uuid. Throws a Fault when there is none. */
export function networkOfUuid({ networks }: Host, bytes: Uint8Array): Network {
  const uuid = formatUuid(bytes);
  const network = networks.byUuid(uuid);
  if (network === undefined) throw noNetwork('uuid', uuid);
  return network;
}

/** How the protocol speaks of a network. */
export function networkReference({ name, uuid }: Network): NonnullNetwork {
  return { name, uuid: canonicalUuidBytes(uuid) };
}
