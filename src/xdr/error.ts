/** What was wrong with bytes that were read, or with a value that was to be written, and where. */
export class XdrError extends Error {
  override readonly name = 'XdrError';
  readonly code = 'XDR_ERROR';
  /** What was wrong, without the place. */
  readonly reason: string;
  /** Where reading or writing stood, in bytes from the start of the message. */
  readonly offset: number;
  /** The field that was read or written, as `params[2].value`; empty when it is not known. */
  path = '';

  constructor(reason: string, offset: number, options?: ErrorOptions) {
    super(`${reason} at byte ${offset}`, options);
    this.reason = reason;
    this.offset = offset;
  }
}

/**
 * Names the field (and the element) in which something went wrong. Codecs call this while the error travels outwards,
 * so the path costs nothing as long as nothing goes wrong. `place` is the reader or writer at work.
 */
export function inField(place: { readonly offset: number }, error: unknown, field: string, index = -1): unknown {
  const found = asXdrError(place.offset, error);
  if (found instanceof XdrError) {
    const step = index < 0 ? field : `${field}[${index}]`;
    found.path = found.path === '' || found.path.startsWith('[') ? step + found.path : `${step}.${found.path}`;
    if (found.path !== '') found.message = `${found.path}: ${found.reason} at byte ${found.offset}`;
  }
  return found;
}

function asXdrError(offset: number, error: unknown): unknown {
  // A value without the shape that its type promises, from a caller without a type checker.
  if (error instanceof TypeError) return new XdrError('a value is missing', offset, { cause: error });
  // The call stack or the memory is at its end: a list linked too far, or more bytes than an array can have.
  if (error instanceof RangeError) return new XdrError('too deep or too large', offset, { cause: error });
  return error;
}
