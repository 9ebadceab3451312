import { DomainInterfaceAddressesSource, ErrorDomain, ErrorNumber, IPAddrType } from '../../../generated/api-enums.ts';
import { domainInterfaceAddresses } from '../../../generated/remote-procedures.ts';
import type { DomainIPAddr } from '../../../generated/remote-types.ts';
import { checkFlags, fault, forbidden } from '../../fault.ts';
import { type HandledProcedure, handleOpen } from '../../handle.ts';
import type { Host } from '../../host.ts';
import { formatIpAddress } from '../../ip-address.ts';
import { networkNamed } from '../../network/find-network.ts';
import { leaseAddress } from '../../network/lease-address.ts';
import { childNamed } from '../../xml/element.ts';
import type { DomainInterface } from '../definition/domain-interface.ts';
import { runningDomain } from '../running-domain.ts';

const sources: readonly number[] = Object.values(DomainInterfaceAddressesSource);

/** How many addresses of a network each domain could have: the next domain's come behind them. */
const addressesPerDomain = 20;

function addressOf(host: Host, { device }: DomainInterface, domainId: number, at: number): DomainIPAddr {
  if (device.attributes.get('type') !== 'network') {
    return { type: IPAddrType.IPV4, addr: `192.168.0.${1 + at}`, prefix: 24 };
  }
  const network = networkNamed(host, childNamed(device, 'source')?.attributes.get('network') ?? '');
  const { bytes, prefix } = leaseAddress(network, addressesPerDomain * (domainId - 1) + at + 1);
  return { type: bytes.length === 4 ? IPAddrType.IPV4 : IPAddrType.IPV6, addr: formatIpAddress(bytes), prefix };
}

/** Under which addresses guests can be reached. */
export const interfaceAddressHandlers: readonly HandledProcedure[] = [
  handleOpen(domainInterfaceAddresses, ({ host, readOnly }, { dom, source, flags }) => {
    if (readOnly && source === DomainInterfaceAddressesSource.AGENT) {
      throw forbidden(ErrorDomain.DOMAIN, 'read only access prevents virDomainInterfaceAddresses');
    }
    checkFlags('testDomainInterfaceAddresses', flags, 0);
    if (!sources.includes(source)) {
      const detail = `Unknown IP address data source ${source | 0}`;
      throw fault(ErrorNumber.ERR_ARGUMENT_UNSUPPORTED, ErrorDomain.TEST, detail);
    }
    const { definition, id } = runningDomain(host, dom);
    const ifaces = definition.interfaces.map((card, at) => ({
      name: card.target ?? '',
      hwaddr: card.mac,
      addrs: [addressOf(host, card, id, at)],
    }));
    return { ifaces };
  }),
];
