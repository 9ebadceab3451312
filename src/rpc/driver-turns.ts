import type { PendingCall } from './pending-call.ts';

/** The drivers beside a hypervisor's own, and the objects of theirs that permissions name. */
const drivers: readonly (readonly [driver: string, permissions: RegExp])[] = [
  ['network', /^network(?:_port)?:|^connect:search_networks/],
  ['storage', /^storage_(?:pool|vol):|^connect:search_storage/],
  ['nodedev', /^node_device:|^connect:search_node_devices/],
  ['secret', /^secret:|^connect:search_secrets/],
  ['nwfilter', /^nwfilter(?:_binding)?:|^connect:search_nwfilter/],
  ['interface', /^interface:|^connect:(?:search_interfaces|interface_transaction)/],
];

const driversByPermission = new Map<string, string | undefined>();

/** The driver that a call is for, by the permission that it asks for; `undefined` for the hypervisor's own. */
export function driverOf({ acl: [permission = ''] }: { readonly acl: readonly string[] }): string | undefined {
  const known = driversByPermission.get(permission);
  if (known !== undefined || driversByPermission.has(permission)) return known;
  const driver = drivers.find(([, permissions]) => permissions.test(permission))?.[0];
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
