/** What is shown in the place of a secret. */
export const redacted = 'redacted';

/** Names of fields, parameters and attributes whose values are secrets, whatever procedure or document they stand in. */
export const secretName: RegExp = /passw|passphrase|secret|token|credential|cookie|ticket|priv(ate)?[-_.]?key/i;

/** Fields of text that hold secrets, or of which nobody knows what they hold, under harmless names. */
export const secretFields: ReadonlySet<string> = new Set([
  // Keys that let somebody log in to a guest.
  'keys',
  // What was typed.
  'keycodes',
  // Whatever programs keep there.
  'metadata',
  // What is said to QEMU and to the agent within a guest, and what they say.
  'cmd',
  'result',
  'details',
  // Command lines of QEMU.
  'nativeConfig',
]);

/**
 * Bytes that are no secret. All others are: the values of secrets, what SASL's mechanisms say to each other, a guest's
 * memory and disks.
 */
export const plainBytes: ReadonlySet<string> = new Set(['uuid', 'cpumap', 'cpumaps', 'model', 'label', 'doi']);
