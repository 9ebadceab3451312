import { formatUuid } from '../protocol/uuid.ts';
import { redactUri } from './redact-uri.ts';
import type { TracedArguments } from './trace-contexts.ts';

/** An object may stand in another, as a snapshot's domain does. */
const deepest = 3;

/**
 * What of a call's arguments tells what it was about and can hold no secret. It goes by what is let through, not by
 * what is held back, so that no procedure of a release to come can slip by.
 */
export function identifyingArgs(args: unknown, depth = 0): TracedArguments {
  const found: Record<string, unknown> = {};
  if (typeof args !== 'object' || args === null || ArrayBuffer.isView(args) || Array.isArray(args)) return found;
  if (depth === deepest) return found;
  for (const [field, value] of Object.entries(args)) {
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') found[field] = value;
    else if (field === 'name' && typeof value === 'string') found[field] = redactUri(value);
    else if (value instanceof Uint8Array) {
      if (field === 'uuid' && value.length === 16) found[field] = formatUuid(value);
    } else {
      const inner = identifyingArgs(value, depth + 1);
      if (Object.keys(inner).length > 0) found[field] = inner;
    }
  }
  return found;
}
