import { ErrorDomain, TypedParameterFlags } from '../../../generated/api-enums.ts';
import { domainGetInterfaceParameters, domainSetInterfaceParameters } from '../../../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_INTERFACE_PARAMETERS_MAX, type TypedParam } from '../../../generated/remote-types.ts';
import { mustNotBeNull } from '../../arguments.ts';
import { checkFlags } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import {
  checkParameters,
  checkRoom,
  type KnownParameters,
  ParameterType,
  shownParameters,
  uintParameter,
} from '../../typed-parameters.ts';
import { affectedDefinition, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import { type Bandwidth, type BandwidthRate, readBandwidth, withBandwidth } from '../definition/bandwidth.ts';
import { domainInterfaceNamed } from '../find-device.ts';

type Direction = keyof Bandwidth;

/** Each limit by the name of its parameter, in libvirt's order. */
const limits: readonly (readonly [field: string, direction: Direction, limit: keyof BandwidthRate])[] = [
  ['inbound.average', 'inbound', 'average'],
  ['inbound.peak', 'inbound', 'peak'],
  ['inbound.burst', 'inbound', 'burst'],
  ['inbound.floor', 'inbound', 'floor'],
  ['outbound.average', 'outbound', 'average'],
  ['outbound.peak', 'outbound', 'peak'],
  ['outbound.burst', 'outbound', 'burst'],
];

const known: KnownParameters = new Map(limits.map(([field]) => [field, ParameterType.UINT] as const));

function toParams(bandwidth: Bandwidth | undefined): TypedParam[] {
  return limits.map(([field, direction, limit]) => uintParameter(field, bandwidth?.[direction]?.[limit] ?? 0));
}

function rateOf(params: readonly TypedParam[], wanted: Direction): BandwidthRate {
  const entries = params.flatMap(({ field, value }) => {
    const found = limits.find(([name, direction]) => name === field && direction === wanted);
    return found === undefined || value.type !== ParameterType.UINT ? [] : [[found[2], value.value] as const];
  });
  return Object.fromEntries(entries);
}

/** A direction of which an average or a floor of nothing is set has no limits any more; without either it stays. */
function changed(before: BandwidthRate | undefined, rate: BandwidthRate): BandwidthRate | undefined {
  if (rate.average || rate.floor) return rate;
  return rate.average === 0 || rate.floor === 0 ? undefined : before;
}

/** How much goes through the network interfaces of domains. */
export const interfaceParameterHandlers: readonly HandledProcedure[] = [
  handle(domainGetInterfaceParameters, ({ domains }, { dom, device, nparams, flags }) => {
    const name = 'virDomainGetInterfaceParameters';
    checkRoom({ nparams, flags }, REMOTE_DOMAIN_INTERFACE_PARAMETERS_MAX, ErrorDomain.DOMAIN, name);
    checkFlags('testDomainGetInterfaceParameters', flags, impactFlags | TypedParameterFlags.STRING_OKAY);
    if (nparams === 0) return { params: [], nparams: limits.length };
    const found = domainInterfaceNamed(chosenDefinition(domains.referredBy(dom), flags), device);
    return shownParameters(toParams(readBandwidth(found.device)), { nparams, flags });
  }),
  handle(domainSetInterfaceParameters, ({ domains }, { dom, device, params, flags }) => {
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetInterfaceParameters', 'params');
    checkFlags('testDomainSetInterfaceParameters', flags, impactFlags);
    checkParameters(params, known);
    const domain = domains.referredBy(dom);
    domain.change(affectedDefinition(domain, flags), (changing) => {
      const found = domainInterfaceNamed(changing, device).device;
      const before = readBandwidth(found);
      const inbound = changed(before?.inbound, rateOf(params, 'inbound'));
      const outbound = changed(before?.outbound, rateOf(params, 'outbound'));
      return changing.withDevice(found, withBandwidth(found, { inbound, outbound }));
    });
  }),
];
