import {
  ErrorDomain,
  NetworkCreateFlags,
  NetworkDefineFlags,
  NetworkEventLifecycleType,
} from '../../generated/api-enums.ts';
import {
  networkCreate,
  networkCreateXML,
  networkCreateXMLFlags,
  networkDefineXML,
  networkDefineXMLFlags,
  networkDestroy,
  networkSetAutostart,
  networkUndefine,
} from '../../generated/remote-procedures.ts';
import type { NonnullNetwork } from '../../generated/remote-types.ts';
import { checkFlags, invalidOperation } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { type Kind, refuseDuplicate, refuseRunning } from '../refuse-duplicate.ts';
import { networkNamed, networkReference } from './find-network.ts';
import { parseNetwork } from './network.ts';
import { networkLifecycle } from './network-events.ts';

const kind: Kind = { what: 'network', domain: ErrorDomain.NETWORK };

/** A definition of a network that runs is kept where nobody sees it: the one that is in use stays, even afterwards. */
function define({ networks, events }: Host, xml: string, flags: number): { net: NonnullNetwork } {
  checkFlags('testNetworkDefineXMLFlags', flags, NetworkDefineFlags.VALIDATE);
  const network = parseNetwork(xml);
  const known = refuseDuplicate(networks, network, kind);
  networks.add(
    known?.isActive
      ? { ...known, persistent: true, nextDefinition: network.definition }
      : { ...network, persistent: true, autostart: known?.autostart ?? false },
  );
  events.emit(networkLifecycle(network, NetworkEventLifecycleType.DEFINED));
  return { net: networkReference(network) };
}

function create({ networks, events }: Host, xml: string, flags: number): { net: NonnullNetwork } {
  checkFlags('testNetworkCreateXMLFlags', flags, NetworkCreateFlags.VALIDATE);
  const network = parseNetwork(xml);
  const known = refuseRunning(networks, network, kind);
  const { persistent = false, autostart = false } = known ?? {};
  const nextDefinition = persistent ? (known?.nextDefinition ?? known?.definition) : undefined;
  networks.add({ ...network, nextDefinition, persistent, autostart, isActive: true });
  events.emit(networkLifecycle(network, NetworkEventLifecycleType.STARTED));
  return { net: networkReference(network) };
}

/** What makes networks, and makes them run and stop. */
export const networkLifeHandlers: readonly HandledProcedure[] = [
  handle(networkDefineXML, (host, { xml }) => define(host, xml, 0)),
  handle(networkDefineXMLFlags, (host, { xml, flags }) => define(host, xml, flags)),
  handle(networkCreateXML, (host, { xml }) => create(host, xml, 0)),
  handle(networkCreateXMLFlags, (host, { xml, flags }) => create(host, xml, flags)),
  handle(networkCreate, (host, { net }) => {
    const network = networkNamed(host, net.name);
    if (network.isActive) throw invalidOperation(ErrorDomain.TEST, `Network '${net.name}' is already running`);
    host.networks.add({ ...network, isActive: true });
    host.events.emit(networkLifecycle(network, NetworkEventLifecycleType.STARTED));
  }),
  handle(networkDestroy, (host, { net }) => {
    const network = networkNamed(host, net.name);
    if (network.persistent) host.networks.add({ ...network, isActive: false });
    else host.networks.remove(network);
    host.events.emit(networkLifecycle(network, NetworkEventLifecycleType.STOPPED));
  }),
  handle(networkUndefine, (host, { net }) => {
    const network = networkNamed(host, net.name);
    if (network.isActive) throw invalidOperation(ErrorDomain.TEST, `Network '${net.name}' is still running`);
    host.networks.remove(network);
    host.events.emit(networkLifecycle(network, NetworkEventLifecycleType.UNDEFINED));
  }),
  handle(networkSetAutostart, (host, { net, autostart }) => {
    host.networks.add({ ...networkNamed(host, net.name), autostart: autostart !== 0 });
  }),
];
