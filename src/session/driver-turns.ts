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
function driverOf({ acl: [permission = ''] }: Called): string | undefined {
  if (!driversByPermission.has(permission)) {
    driversByPermission.set(permission, drivers.find(([, permissions]) => permissions.test(permission))?.[0]);
  }
  return driversByPermission.get(permission);
}

interface Called {
  readonly acl: readonly string[];
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
  readonly #firsts = new Map<string, Promise<void>>();

  /** What a call must wait for, or `undefined` when it may go. Asked again behind the wait. */
  before(procedure: Called): Promise<void> | undefined {
    const driver = driverOf(procedure);
    return driver === undefined ? undefined : this.#firsts.get(driver);
  }

  /** A call goes, and ends with `outcome`: if it is the first for its driver, others wait for that. */
  goes(procedure: Called, outcome: Promise<unknown>): void {
    const driver = driverOf(procedure);
    if (driver === undefined || this.#reached.has(driver) || this.#firsts.has(driver)) return;
    const ended = (): void => {
      this.#firsts.delete(driver);
      this.#reached.add(driver);
    };
    this.#firsts.set(driver, outcome.then(ended, ended));
  }
}
