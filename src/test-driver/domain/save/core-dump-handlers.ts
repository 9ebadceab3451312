import {
  DomainCoreDumpFlags,
  DomainCoreDumpFormat,
  DomainShutoffReason,
  ErrorDomain,
  ErrorNumber,
} from '../../../generated/api-enums.ts';
import { domainCoreDump, domainCoreDumpWithFormat } from '../../../generated/remote-procedures.ts';
import type { NonnullDomain } from '../../../generated/remote-types.ts';
import { mutuallyExclusive } from '../../arguments.ts';
import { badArgument, checkFlags, fault } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import type { Host } from '../../host.ts';
import { runningDomain } from '../running-domain.ts';

const { CRASH, LIVE, RESET } = DomainCoreDumpFlags;
const formats: readonly number[] = Object.values(DomainCoreDumpFormat);

/** Whatever is dumped, nothing is written: the test hypervisor writes no files. */
function dump(host: Host, dom: NonnullDomain, format: number, flags: number, functionName: string): void {
  if ((flags & CRASH) !== 0 && (flags & LIVE) !== 0) {
    throw mutuallyExclusive(ErrorDomain.DOMAIN, functionName, 'VIR_DUMP_CRASH', 'VIR_DUMP_LIVE');
  }
  if ((flags & CRASH) !== 0 && (flags & RESET) !== 0) {
    throw mutuallyExclusive(ErrorDomain.DOMAIN, functionName, 'VIR_DUMP_CRASH', 'VIR_DUMP_RESET');
  }
  if ((flags & LIVE) !== 0 && (flags & RESET) !== 0) {
    throw mutuallyExclusive(ErrorDomain.DOMAIN, functionName, 'VIR_DUMP_LIVE', 'VIR_DUMP_RESET');
  }
  checkFlags('testDomainCoreDumpWithFormat', flags, CRASH);
  const domain = runningDomain(host, dom);
  if (format !== DomainCoreDumpFormat.RAW) {
    const detail = 'kdump-compressed format is not supported here';
    throw fault(ErrorNumber.ERR_OPERATION_UNSUPPORTED, ErrorDomain.TEST, detail);
  }
  if ((flags & CRASH) !== 0) host.domains.stop(domain, DomainShutoffReason.CRASHED);
}

/** What writes down the memory of domains. */
export const coreDumpHandlers: readonly HandledProcedure[] = [
  handle(domainCoreDump, (host, { dom, flags }) => {
    dump(host, dom, DomainCoreDumpFormat.RAW, flags, 'virDomainCoreDump');
  }),
  handle(domainCoreDumpWithFormat, (host, { dom, dumpformat, flags }) => {
    const name = 'virDomainCoreDumpWithFormat';
    if (!formats.includes(dumpformat)) {
      throw badArgument(ErrorDomain.DOMAIN, name, 'flags', `dumpformat '${dumpformat}' is not supported`);
    }
    dump(host, dom, dumpformat, flags, name);
  }),
];
