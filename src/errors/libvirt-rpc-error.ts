/**
 * The root of every error that this package makes.
 *
 * `instanceof` asks for a brand instead of the prototype, so that errors of two copies of the package, as bundlers and
 * dependency trees make them, are told apart no more than they need be.
 */
export abstract class LibvirtRpcError extends Error {
  /** The brand of the class, on every instance of it: each class has its own. */
  declare static readonly brand: symbol;

  /** What went wrong, for programs: a name of libvirt's or one of this package's own, `ERR_LIBVIRT_…`. */
  abstract readonly code: string;

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    // A subclass made by a user has no brand of its own and goes by its prototype.
    return Object.hasOwn(this, 'brand')
      ? this.brand in value
      : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** What a log wants to keep: name, code, message, the error's own fields and its causes, all fit for JSON. */
  toJSON(): Record<string, unknown> {
    return describeError(this, 0);
  }
}
nameClass(LibvirtRpcError, 'LibvirtRpcError');

/** Gives a class its name, which bundlers would shorten, and its brand; to be called once behind each class. */
export function nameClass(target: { readonly prototype: Error }, name: string): void {
  const brand = Symbol.for(`libvirt-rpc.${name}`);
  Object.defineProperty(target, 'brand', { value: brand });
  Object.defineProperties(target.prototype, { [brand]: { value: true }, name: { value: name, writable: true } });
}

/** How many causes of causes are told: enough for any that do not go in a circle. */
const deepest = 8;

function describeError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, cause, ...fields } = error;
  const json: Record<string, unknown> = { name, message, ...fields };
  if (depth === deepest) return json;
  if (cause !== undefined) json.cause = describe(cause, depth + 1);
  if ('errors' in error && Array.isArray(error.errors)) {
    json.errors = error.errors.map((each: unknown) => describe(each, depth + 1));
  }
  return json;
}

/** A cause may be anything at all; what JSON cannot hold, as a bigint, is told as text. */
function describe(cause: unknown, depth: number): unknown {
  const described = isError(cause) ? describeError(cause, depth) : cause;
  try {
    if (JSON.stringify(described) !== undefined) return described;
  } catch {
    // A bigint or a circle in it.
  }
  return typeof cause === 'object' && !isError(cause) ? Object.prototype.toString.call(cause) : String(cause);
}

/** Of whichever realm: `instanceof` knows only the errors of its own. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}
