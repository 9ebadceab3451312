import { MechanismError } from './mechanism-error.ts';
import type { SaslMessage } from './sasl-mechanism.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a daemon's message, which has to be there. */
export function messageText(message: SaslMessage, what: string): string {
  if (message === null) throw new MechanismError(`the daemon sent no ${what}`);
  try {
    return decoder.decode(message);
  } catch (cause) {
    throw new MechanismError(`the daemon's ${what} is not UTF-8`, { cause });
  }
}

/** The bytes of a text of ours. */
export function messageBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
