import { ErrorDomain, ErrorNumber } from '../generated/api-enums.ts';
import type { ServerFault } from '../rpc/server-fault.ts';
import { errorText } from './error-texts.ts';

/** Thrown where an operation cannot be done; becomes the error reply of its call. */
export class Fault extends Error {
  override readonly name: string = 'Fault';
  readonly reply: ServerFault;

  constructor(reply: ServerFault) {
    super(reply.message);
    this.reply = reply;
  }
}

/** More of what a client sent is not sent back to it: an error has to fit into a reply. */
const longestDetail = 65_536;

function clipped(detail: string): string {
  return detail.length <= longestDetail ? detail : detail.slice(0, longestDetail).replace(/[\ud800-\udbff]$/, '');
}

/** An error as libvirt's own code reports it: the text of its number, and what `detail` adds to it. */
export function fault(code: number, domain: number, detail?: string): Fault {
  const str1 = errorText(code, detail !== undefined);
  const str2 = detail === undefined ? null : clipped(detail);
  const message = str2 === null ? str1 : str1.replace('%s', () => str2);
  return new Fault({ code, domain, message, str1, str2, int1: -1, int2: -1 });
}

/** An argument that a function refuses, in a sentence of its own. */
export function badArgument(domain: number, functionName: string, argument: string, message: string): Fault {
  const code = ErrorNumber.ERR_INVALID_ARG;
  return new Fault({ code, domain, message, str1: functionName, str2: argument, int1: 0, int2: 0 });
}

/** What a daemon says where libvirt's own code gave up and did not say why. */
export function unexplainedFault(): Fault {
  const message = 'Library function returned error but did not set virError';
  return new Fault({ code: ErrorNumber.ERR_INTERNAL_ERROR, domain: ErrorDomain.RPC, message });
}

/** What libvirt's public functions say in that case, where they notice. */
export function unknownCauseFault(): Fault {
  const message = 'An error occurred, but the cause is unknown';
  return new Fault({ code: ErrorNumber.ERR_INTERNAL_ERROR, domain: ErrorDomain.NONE, message });
}

/** An argument that a driver refuses. */
export function invalidArgument(domain: number, detail: string): Fault {
  return fault(ErrorNumber.ERR_INVALID_ARG, domain, detail);
}

/** What libvirt has no better number for. */
export function internalFault(domain: number, detail: string): Fault {
  return fault(ErrorNumber.ERR_INTERNAL_ERROR, domain, detail);
}

/** What is written as it should be, and cannot be. */
export function unsupportedConfiguration(domain: number, detail: string): Fault {
  return fault(ErrorNumber.ERR_CONFIG_UNSUPPORTED, domain, detail);
}

/** What a parser says of the content of a document. */
export function xmlFault(domain: number, detail: string): Fault {
  return fault(ErrorNumber.ERR_XML_ERROR, domain, detail);
}

/** What a driver says of an operation that the state of an object does not allow. */
export function invalidOperation(domain: number, detail: string): Fault {
  return fault(ErrorNumber.ERR_OPERATION_INVALID, domain, detail);
}

/** What a client that may only look is not allowed. */
export function forbidden(domain: number, detail: string): Fault {
  return fault(ErrorNumber.ERR_OPERATION_DENIED, domain, detail);
}

/** Refuses bits that a function of a driver does not know; `domain` is that of the driver. */
export function checkFlags(
  functionName: string,
  flags: number,
  known: number,
  domain: number = ErrorDomain.TEST,
): void {
  const unknown = (flags & ~known) >>> 0;
  if (unknown === 0) return;
  const message = `unsupported flags (0x${unknown.toString(16)}) in function ${functionName}`;
  throw badArgument(domain, functionName, 'flags', message);
}
