import { LibvirtError } from '../../errors/libvirt-error.ts';
import { ErrorNumber } from '../../generated/api-enums.ts';

/** VIR_FROM_QEMU. */
const fromQemu = 10;

/**
 * The error of a migration that failed at the source and that the destination then forgot. Where the source's is a mere
 * "operation failed" and the destination tells more than that it has forgotten, it may know why: then the error tells
 * what both say, and the destination's is its cause.
 */
export function migrationError(failure: unknown, finish: unknown): unknown {
  if (!isOfQemu(failure) || failure.number !== ErrorNumber.ERR_OPERATION_FAILED) return failure;
  if (!isOfQemu(finish) || finish.number === ErrorNumber.ERR_MIGRATE_FINISH_OK) return failure;
  const message = `the source: ${failure.message}; the destination: ${finish.message}`;
  const both = new LibvirtError({ ...failure, code: failure.number, message, dom: null, net: null }, failure);
  both.cause = finish;
  return both;
}

function isOfQemu(error: unknown): error is LibvirtError {
  return error instanceof LibvirtError && error.domain === fromQemu;
}
