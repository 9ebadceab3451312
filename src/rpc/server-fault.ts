import { ErrorDomain, ErrorLevel, ErrorNumber } from '../generated/api-enums.ts';
import type { NetMessageError } from '../generated/net-types.ts';

/** An error as a server's code gives it; what it leaves out is empty. */
export type ServerFault = Partial<NetMessageError> & { readonly code: number; readonly message: string };

/** The error as it is sent. */
export function completeFault(fault: ServerFault): NetMessageError {
  const empty = {
    domain: ErrorDomain.NONE,
    level: ErrorLevel.ERROR,
    dom: null,
    str1: null,
    str2: null,
    str3: null,
    int1: 0,
    int2: 0,
    net: null,
  };
  return { ...empty, ...fault };
}

/** How libvirtd's RPC layer words what it refuses. */
export function rpcFault(message: string): ServerFault {
  return { code: ErrorNumber.ERR_RPC, domain: ErrorDomain.RPC, message, str1: '%s', str2: message, int1: -1, int2: -1 };
}
