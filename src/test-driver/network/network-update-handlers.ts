import { ErrorDomain, NetworkUpdateFlags, NetworkUpdateSection } from '../../generated/api-enums.ts';
import { networkUpdate } from '../../generated/remote-procedures.ts';
import { checkFlags, invalidOperation } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { withoutLooseText, type XmlElement } from '../xml/element.ts';
import { parseDocument } from '../xml/parse-document.ts';
import { networkOfUuid } from './find-network.ts';
import { type Network, parseNetworkElement } from './network.ts';
import { type SectionUpdate, type UpdateSection, unsupportedUpdate } from './update/section-update.ts';
import { updateDhcpHost } from './update/update-dhcp-host.ts';
import { updateDhcpRange } from './update/update-dhcp-range.ts';
import { updateDnsHost, updateDnsService, updateDnsText } from './update/update-dns.ts';
import { updateForwardInterface, updatePortGroup } from './update/update-forwarding.ts';

const { LIVE, CONFIG } = NetworkUpdateFlags;

function neverUpdated(section: string): UpdateSection {
  return (_, { network }) => {
    throw unsupportedUpdate(`can't update '${section}' section of network '${network}'`);
  };
}

const sections: ReadonlyMap<number, UpdateSection> = new Map([
  [NetworkUpdateSection.BRIDGE, neverUpdated('bridge')],
  [NetworkUpdateSection.DOMAIN, neverUpdated('domain')],
  [NetworkUpdateSection.IP, neverUpdated('ip')],
  [NetworkUpdateSection.IP_DHCP_HOST, updateDhcpHost],
  [NetworkUpdateSection.IP_DHCP_RANGE, updateDhcpRange],
  [NetworkUpdateSection.FORWARD, neverUpdated('forward')],
  [NetworkUpdateSection.FORWARD_INTERFACE, updateForwardInterface],
  [NetworkUpdateSection.FORWARD_PF, neverUpdated('forward pf')],
  [NetworkUpdateSection.PORTGROUP, updatePortGroup],
  [NetworkUpdateSection.DNS_HOST, updateDnsHost],
  [NetworkUpdateSection.DNS_TXT, updateDnsText],
  [NetworkUpdateSection.DNS_SRV, updateDnsService],
]);

interface Update extends Omit<SectionUpdate, 'network' | 'entry'> {
  readonly section: number;
  readonly xml: string;
}

function updated({ name }: Network, definition: XmlElement, { section, xml, ...update }: Update): XmlElement {
  const entry = withoutLooseText(parseDocument(xml, 'network_update_xml', ErrorDomain.NETWORK));
  const change = sections.get(section);
  if (change === undefined) throw unsupportedUpdate("can't update unrecognized section of network");
  const changed = change(definition, { ...update, network: name, entry });
  // What was added must not make of it what would not be taken as a whole.
  parseNetworkElement(changed);
  return changed;
}

/** What changes parts of networks. */
export const networkUpdateHandlers: readonly HandledProcedure[] = [
  handle(networkUpdate, (host, { net, flags, ...update }) => {
    checkFlags('testNetworkUpdate', flags, LIVE | CONFIG);
    const network = networkOfUuid(host, net.uuid);
    const asked = (flags & (LIVE | CONFIG)) === 0 ? (network.isActive ? LIVE : CONFIG) : flags;
    const changesLive = (asked & LIVE) !== 0;
    if (changesLive && !network.isActive) throw invalidOperation(ErrorDomain.NETWORK, 'network is not running');
    if ((asked & CONFIG) === 0) {
      host.networks.add({ ...network, definition: updated(network, network.definition, update) });
      return;
    }
    if (!network.persistent) {
      throw invalidOperation(ErrorDomain.NETWORK, 'cannot change persistent config of a transient network');
    }
    const kept = network.nextDefinition ?? network.definition;
    if (!network.isActive) {
      host.networks.add({ ...network, definition: updated(network, kept, update) });
      return;
    }
    // From now on the two go their own ways, even if this change is refused.
    host.networks.add({ ...network, nextDefinition: kept });
    const definition = changesLive ? updated(network, network.definition, update) : network.definition;
    host.networks.add({ ...network, definition, nextDefinition: updated(network, kept, update) });
  }),
];
