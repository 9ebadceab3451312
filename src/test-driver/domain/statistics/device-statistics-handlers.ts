import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import {
  domainBlockStats,
  domainGetBlockInfo,
  domainGetDiskErrors,
  domainInterfaceStats,
} from '../../../generated/remote-procedures.ts';
import { mustNotBeEmpty } from '../../arguments.ts';
import { checkFlags, fault, invalidArgument } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { diskNamed, domainInterfaceNamed } from '../find-device.ts';
import { runningDomain } from '../running-domain.ts';

const invalid = (detail: string): Error => invalidArgument(ErrorDomain.TEST, detail);

/** Numbers that grow with time are made of the time itself, in microseconds. */
function growing(): bigint {
  return BigInt(Math.floor(Date.now() * 1000));
}

/** Every disk that a domain has is as large as the others. */
const size = 1n << 40n;
const diskErrors = [1, 2];

/** How disks and network interfaces of domains do. */
export const deviceStatisticsHandlers: readonly HandledProcedure[] = [
  handle(domainBlockStats, (host, { dom, path }) => {
    if (path === '') {
      const detail = 'summary statistics are not supported yet';
      throw fault(ErrorNumber.ERR_OPERATION_UNSUPPORTED, ErrorDomain.TEST, detail);
    }
    const domain = runningDomain(host, dom);
    if (diskNamed(domain.definition, path) === undefined) throw invalid(`invalid path: ${path}`);
    const now = growing();
    return {
      rd_req: now / 10n,
      rd_bytes: now / 20n,
      wr_req: now / 30n,
      wr_bytes: now / 40n,
      errs: now / 2_000_000n,
    };
  }),
  handle(domainInterfaceStats, (host, { dom, device }) => {
    domainInterfaceNamed(runningDomain(host, dom).definition, device);
    const now = growing();
    return {
      rx_bytes: now / 10n,
      rx_packets: now / 100n,
      rx_errs: now / 1_000_000n,
      rx_drop: now / 2_000_000n,
      tx_bytes: now / 20n,
      tx_packets: now / 110n,
      tx_errs: now / 3_000_000n,
      tx_drop: now / 4_000_000n,
    };
  }),
  handle(domainGetBlockInfo, ({ domains }, { dom, path, flags }) => {
    if (path === '') throw mustNotBeEmpty(ErrorDomain.DOMAIN, 'virDomainGetBlockInfo', 'disk');
    checkFlags('testDomainGetBlockInfo', flags, 0);
    if (diskNamed(domains.referredBy(dom).definition, path) === undefined)
      throw invalid(`invalid path ${path} not assigned to domain`);
    return { allocation: size, capacity: size - 5_177_344n, physical: size };
  }),
  handle(domainGetDiskErrors, (host, { dom, maxerrors }) => {
    const { disks } = runningDomain(host, dom).definition;
    const errors = disks.map(({ target }, at) => ({ disk: target, error: diskErrors[at % diskErrors.length] ?? 0 }));
    if (maxerrors === 0) return { errors: [], nerrors: errors.length };
    const shown = errors.slice(0, maxerrors);
    return { errors: shown, nerrors: shown.length };
  }),
];
