import { ErrorDomain, TypedParameterFlags } from '../../../generated/api-enums.ts';
import {
  domainGetSchedulerParameters,
  domainGetSchedulerParametersFlags,
  domainGetSchedulerType,
  domainSetSchedulerParameters,
  domainSetSchedulerParametersFlags,
} from '../../../generated/remote-procedures.ts';
import type { NonnullDomain, TypedParam } from '../../../generated/remote-types.ts';
import { mustNotBeNull } from '../../arguments.ts';
import { checkFlags } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import type { Host } from '../../host.ts';
import { checkParameters, type KnownParameters, ParameterType, uintParameter } from '../../typed-parameters.ts';
import { bothImpacts, impactFlags } from '../affected-definitions.ts';

/** How much of the CPUs a domain gets: anybody may change it, and it stays what it is. */
const weight = uintParameter('weight', 50);
const known: KnownParameters = new Map([[weight.field, ParameterType.UINT]]);

function setParameters({ domains }: Host, dom: NonnullDomain, params: readonly TypedParam[]): void {
  checkParameters(params, known);
  domains.referredBy(dom);
}

/** How the host's CPUs are shared out among domains. */
export const schedulerHandlers: readonly HandledProcedure[] = [
  handle(domainGetSchedulerType, () => ({ type: 'fair', nparams: 1 })),
  handle(domainGetSchedulerParameters, ({ domains }, { dom, nparams }) => {
    if (nparams === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainGetSchedulerParameters', 'params');
    domains.referredBy(dom);
    return { params: [weight] };
  }),
  // Here, libvirt adds a flag of its own that its test driver then does not know.
  handle(domainGetSchedulerParametersFlags, (_, { nparams, flags }) => {
    const name = 'virDomainGetSchedulerParametersFlags';
    if (nparams === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'params');
    if ((flags & impactFlags) === impactFlags) throw bothImpacts(name, 'ctl');
    checkFlags('testDomainGetSchedulerParametersFlags', flags | TypedParameterFlags.STRING_OKAY, 0);
    return { params: [] };
  }),
  handle(domainSetSchedulerParameters, (host, { dom, params }) => {
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetSchedulerParameters', 'params');
    setParameters(host, dom, params);
  }),
  handle(domainSetSchedulerParametersFlags, (host, { dom, params, flags }) => {
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetSchedulerParametersFlags', 'params');
    checkFlags('testDomainSetSchedulerParametersFlags', flags, 0);
    setParameters(host, dom, params);
  }),
];
