import { LibvirtError } from '../../errors/libvirt-error.ts';
import { ErrorNumber } from '../../generated/api-enums.ts';

/** VIR_FROM_QEMU. */
const fromQemu = 10;

/**
 * The error of a migration that failed at the source: what the destination tells when it forgets the domain replaces a
 * source's "operation failed" where it is the cause and not only an acknowledgement.
 */
export function migrationError(failure: unknown, finish: unknown): unknown {
  const vague = isOfQemu(failure) && failure.number === ErrorNumber.ERR_OPERATION_FAILED;
  const telling = isOfQemu(finish) && finish.number !== ErrorNumber.ERR_MIGRATE_FINISH_OK;
  return vague && telling ? finish : failure;
}

function isOfQemu(error: unknown): error is LibvirtError {
  return error instanceof LibvirtError && error.domain === fromQemu;
}
