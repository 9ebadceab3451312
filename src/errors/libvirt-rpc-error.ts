/**
 * The root of every error that this package makes.
 *
 * `instanceof` asks for a brand instead of the prototype, so that errors of two copies of the package, as bundlers and
 * dependency trees make them, are told apart no more than they need be.
 */
export abstract class LibvirtRpcError extends Error {
  /** The brand of the class, on every instance of it; each class that has its own overrides it. */
  static readonly brand: symbol = Symbol.for('libvirt-rpc.LibvirtRpcError');

  /** What went wrong, for programs: a name of libvirt's or one of this package's own, `ERR_LIBVIRT_…`. */
  abstract readonly code: string;

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    // A subclass made by a user has no brand of its own and goes by its prototype.
    return Object.hasOwn(this, 'brand')
      ? this.brand in value
      : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** What a log wants to keep: name, code, message, the error's own fields and its cause. */
  toJSON(): Record<string, unknown> {
    const { name, message, code, cause, ...fields } = this;
    const json: Record<string, unknown> = { name, code, message, ...fields };
    if (cause !== undefined) json.cause = cause instanceof LibvirtRpcError ? cause.toJSON() : describeCause(cause);
    return json;
  }
}
Object.defineProperty(LibvirtRpcError.prototype, LibvirtRpcError.brand, { value: true });

/** Gives a class its brand; to be called once behind each class. */
export function brandClass(target: { readonly prototype: object; readonly brand: symbol }): void {
  Object.defineProperty(target.prototype, target.brand, { value: true });
}

function describeCause(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const { name, message } = cause;
  return { ...cause, name, message };
}
