/** Permissions that let nothing be changed, of whatever use what is read may be. */
const readingPermission = /^[a-z_]+:(?:read|read_secure|getattr|search_[a-z_]+)(?::|$)/;

/** Calls that change the connection, though the daemon asks for nothing but leave to read. */
const changesConnection = /(?:R|r)egister|Open$|Close$|^auth/;

/** Other calls that change something with leave to read alone. */
const changesMore: ReadonlySet<string> = new Set([
  // Its flagged variant asks for leave to write, as it should.
  'domainSetSchedulerParameters',
  // What it tells of a job that has ended may be forgotten once it is told.
  'domainGetJobStats',
]);

/** Whether a procedure only reads, so that to make it twice does no harm: by the permissions that the daemon asks for. */
export function onlyReads({ name, acl }: { readonly name: string; readonly acl: readonly string[] }): boolean {
  return (
    acl.length > 0 &&
    acl.every((permission) => readingPermission.test(permission)) &&
    !changesConnection.test(name) &&
    !changesMore.has(name)
  );
}
