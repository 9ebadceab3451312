import type { PendingCall } from './pending-call.ts';

/** What permissions say that are for drivers beside a hypervisor's own: the kind of their objects comes first in all. */
const forDriver = /^(?:connect:(?:search_|detect_)?)?(network|storage|node_device|secret|nwfilter|interface)/;

const driversByPermission = new Map<string, string | undefined>();

/** The driver that a call is for, by the permission that it asks for; `undefined` for the hypervisor's own. */
export function driverOf({ acl: [permission = ''] }: { readonly acl: readonly string[] }): string | undefined {
  const known = driversByPermission.get(permission);
  if (known !== undefined || driversByPermission.has(permission)) return known;
  const driver = forDriver.exec(permission)?.[1];
  driversByPermission.set(permission, driver);
  return driver;
}

/**
 * Lets the first call for each driver go alone.
 *
 * A daemon that serves one hypervisor alone, as virtqemud does, hands calls for networks, storage and the like on to
 * other daemons, and connects to each of those at the first call for it, without a lock (libvirt 11.3.0). Two first
 * calls at once make it open two connections and forget one: registrations for events get lost, and it crashes when we
 * leave. One round trip more, once for each driver, spares it that.
 */
export class DriverTurns {
  readonly #reached = new Set<string>();
  readonly #firsts = new Map<string, PendingCall<unknown>>();

  /** Whether a call has to wait for the first one for its driver. */
  mustWait({ facts: { driver } }: PendingCall<unknown>): boolean {
    return driver !== undefined && this.#firsts.has(driver);
  }

  /** A call is written: it may be the first for its driver. */
  goes(call: PendingCall<unknown>): void {
    const { driver } = call.facts;
    if (driver !== undefined && !this.#reached.has(driver)) this.#firsts.set(driver, call);
  }

  /** A call has been answered, or was never written. Tells the driver that it was the first for, if it was. */
  ended(call: PendingCall<unknown>): string | undefined {
    const { driver } = call.facts;
    if (driver === undefined || this.#firsts.get(driver) !== call) return undefined;
    this.#firsts.delete(driver);
    this.#reached.add(driver);
    return driver;
  }
}
