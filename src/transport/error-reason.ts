/*
 * What Node's own errors say. They are looked at and not asked for their class: in a realm of its own, as vm makes
 * them, a program has another Error than Node.
 */

/** The message; of several errors in one, as for several addresses behind one name, all of theirs. */
export function errorReason(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  if (!('errors' in error) || !Array.isArray(error.errors)) return String(error.message);
  return error.errors.map(errorReason).join('; ');
}

/** The code, as `ECONNRESET`; empty where there is none. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
