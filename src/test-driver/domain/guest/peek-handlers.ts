import { DomainMemoryFlags, ErrorDomain } from '../../../generated/api-enums.ts';
import { domainMemoryPeek } from '../../../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX } from '../../../generated/remote-types.ts';
import { mutuallyExclusive } from '../../arguments.ts';
import { checkFlags, internalFault, invalidArgument } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { runningDomain } from '../running-domain.ts';

const { VIRTUAL, PHYSICAL } = DomainMemoryFlags;

/** What guests have in their memory: every byte is the last one of its own address. */
export const peekHandlers: readonly HandledProcedure[] = [
  handle(domainMemoryPeek, (host, { dom, offset, size, flags }) => {
    if (size > REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX) {
      throw internalFault(ErrorDomain.RPC, 'size > maximum buffer size');
    }
    if ((flags & VIRTUAL) !== 0 && (flags & PHYSICAL) !== 0) {
      const name = 'virDomainMemoryPeek';
      throw mutuallyExclusive(ErrorDomain.DOMAIN, name, 'VIR_MEMORY_VIRTUAL', 'VIR_MEMORY_PHYSICAL');
    }
    checkFlags('testDomainMemoryPeek', flags, VIRTUAL | PHYSICAL);
    if (flags === 0) {
      const detail = 'flags parameter must be VIR_MEMORY_VIRTUAL or VIR_MEMORY_PHYSICAL';
      throw invalidArgument(ErrorDomain.TEST, detail);
    }
    runningDomain(host, dom);
    const first = Number(offset & 0xffn);
    return { buffer: Uint8Array.from({ length: size }, (_, at) => first + at) };
  }),
];
