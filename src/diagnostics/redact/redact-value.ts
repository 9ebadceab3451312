import { redactText } from './redact-text.ts';
import { plainBytes, redacted, secretFields, secretName } from './secret-words.ts';

const redactedBytes = new TextEncoder().encode(redacted);

/** A value of the protocol without the secrets that it may hold, in the same shape. `field` is where it stands. */
export function redactValue(value: unknown, field = ''): unknown {
  const isSecret = secretFields.has(field) || secretName.test(field);
  if (typeof value === 'string') return isSecret ? redacted : redactText(value);
  if (value instanceof Uint8Array) {
    // Fields of the name hold less than that where they hold anything.
    return plainBytes.has(field) ? value : redactedBytes.slice(0, Math.min(value.length, redactedBytes.length));
  }
  if (Array.isArray(value)) return field === 'keycodes' ? [] : value.map((each: unknown) => redactValue(each, field));
  if (typeof value !== 'object' || value === null) return value;
  const named = 'field' in value && typeof value.field === 'string' && secretName.test(value.field);
  return Object.fromEntries(
    Object.entries(value).map(([inner, each]) => [
      inner,
      named && inner === 'value' ? redactParameter(each) : redactValue(each, inner),
    ]),
  );
}

/** The value of a typed parameter that is a secret by its name: text goes, whatever else tells that it is one. */
function redactParameter(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, typeof each === 'string' ? redacted : each]),
  );
}
