/** Permissions that let nothing be changed. */
const readingPermission = /^[a-z_]+:(?:read|getattr|search_[a-z_]+)(?::|$)/;

/** Calls that change the connection, though the daemon asks for nothing but leave to read. */
const changesConnection = /(?:R|r)egister|Open$|Close$|^auth/;

/** Whether a procedure only reads, so that to make it twice does no harm: by the permissions that the daemon asks for. */
export function onlyReads({ name, acl }: { readonly name: string; readonly acl: readonly string[] }): boolean {
  return (
    acl.length > 0 && acl.every((permission) => readingPermission.test(permission)) && !changesConnection.test(name)
  );
}
