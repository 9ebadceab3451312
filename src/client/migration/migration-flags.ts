import { UsageError } from '../../errors/usage-error.ts';
import { DomainMigrateFlags } from '../../generated/api-enums.ts';

const flags = DomainMigrateFlags;

/** Refuses flags that a client cannot drive a migration with. Throws a UsageError. */
export function checkManagedFlags(given: number): void {
  checkStorageFlags(given);
  if (hasAny(given, flags.PEER2PEER, flags.TUNNELLED)) {
    throw new UsageError('PEER2PEER and TUNNELLED leave the way to the daemons: migrateToURI takes them');
  }
}

/** Refuses flags that daemons cannot migrate with by themselves. Throws a UsageError. */
export function checkPeerToPeerFlags(given: number): void {
  checkStorageFlags(given);
  if (hasAny(given, flags.TUNNELLED) && hasAny(given, flags.PARALLEL)) {
    throw new UsageError('TUNNELLED and PARALLEL exclude each other');
  }
}

/** The daemons trust their clients to have looked at these. */
function checkStorageFlags(given: number): void {
  if (hasAny(given, flags.NON_SHARED_DISK) && hasAny(given, flags.NON_SHARED_INC)) {
    throw new UsageError('NON_SHARED_DISK and NON_SHARED_INC exclude each other');
  }
  const copies = hasAny(given, flags.NON_SHARED_DISK, flags.NON_SHARED_INC);
  if (hasAny(given, flags.NON_SHARED_SYNCHRONOUS_WRITES) && !copies) {
    throw new UsageError('NON_SHARED_SYNCHRONOUS_WRITES needs NON_SHARED_DISK or NON_SHARED_INC');
  }
}

/** Whether one of the wanted flags is given, or several are. */
export function hasAny(given: number, ...wanted: readonly DomainMigrateFlags[]): boolean {
  return wanted.some((flag) => (given & flag) !== 0);
}
