import { MechanismError } from './mechanism-error.ts';

/**
 * Makes texts that look alike the same, by the SASLprep profile (RFC 4013), so that a password matches whatever keyboard
 * it was typed on. Throws a MechanismError that says what the text is, and not which, when it has forbidden characters.
 */
export async function prepareText(text: string, what: string): Promise<string> {
  if (text === '') throw new MechanismError(`the ${what} is empty`);
  if (/^[\x20-\x7e]+$/.test(text)) return text;
  // The tables of Unicode 3.2 are needed by few.
  const { saslprep } = await import('@mongodb-js/saslprep');
  try {
    const prepared = /\p{Surrogate}/u.test(text) ? '' : saslprep(text, { allowUnassigned: true });
    if (prepared !== '') return prepared;
  } catch {
    // What the library says may be about the text itself, which is not to be told.
  }
  throw new MechanismError(`the ${what} has characters that SASL does not allow (RFC 4013)`);
}
