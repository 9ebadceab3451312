import { errorNames, VIR_ERR_XML_DETAIL } from '../generated/error-numbers.ts';
import type { NetMessageError } from '../generated/net-types.ts';
import { LibvirtRpcError, nameClass } from './libvirt-rpc-error.ts';

const names: readonly string[] = errorNames.split(/\s/);

/** Which call an error answered. */
export interface AnsweredCall {
  /** The procedure's name in `libvirt-rpc/protocol`, as `domainLookupByName`. */
  readonly procedure: string;
  /** The serial number of call and reply. */
  readonly serial: number;
}

/** What the daemon answered instead of a result: virError, bound to its call by the serial number of the reply. */
export class LibvirtError extends LibvirtRpcError {
  /** The error's name in virErrorNumber, as `VIR_ERR_NO_DOMAIN`; `VIR_ERR_<number>` for one from a newer daemon. */
  readonly code: string;
  /** virErrorNumber, as 42. */
  readonly number: number;
  /** virErrorDomain: the part of libvirt that failed, as 10 for QEMU. */
  readonly domain: number;
  /** virErrorLevel: 1 for a warning, 2 for an error. */
  readonly level: number;
  /** What the message was made of; which of it is where is up to the error. */
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;
  /** The procedure that was called, by its name in `libvirt-rpc/protocol`. */
  readonly procedure: string;
  /** The serial number of call and reply. */
  readonly serial: number;

  constructor(error: NetMessageError, { procedure, serial }: AnsweredCall) {
    super(withoutExcerpt(error, error.message) ?? 'Unknown error');
    this.code = codeOf(error.code);
    this.number = error.code;
    this.domain = error.domain;
    this.level = error.level;
    this.str1 = withoutExcerpt(error, error.str1);
    this.str2 = withoutExcerpt(error, error.str2);
    this.str3 = withoutExcerpt(error, error.str3);
    this.int1 = error.int1;
    this.int2 = error.int2;
    this.procedure = procedure;
    this.serial = serial;
  }
}
nameClass(LibvirtError, 'LibvirtError');

function codeOf(number: number): string {
  return `VIR_ERR_${names[number]?.toUpperCase() || number}`.replace('ERR_WAR_', 'WAR_');
}

/**
 * Where a document cannot be parsed, the daemon quotes the line, with whatever password stands there. Who sent it has it,
 * and the number of the line is told; logs are to have neither.
 */
function withoutExcerpt({ code }: NetMessageError, text: string | null): string | null {
  return code === VIR_ERR_XML_DETAIL ? (text?.replace(/\n[\s\S]*\n-*\^$/, '') ?? null) : text;
}
