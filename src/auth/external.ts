import { messageBytes } from './message-text.ts';
import type { SaslMechanism } from './sasl-mechanism.ts';

/** EXTERNAL (RFC 4422): the daemon knows us already, as by our certificate. */
export const external: SaslMechanism = {
  name: 'EXTERNAL',
  rank: 30,
  seals: false,
  async *converse(context) {
    yield messageBytes((await context.known('username')) ?? '');
    return { response: null };
  },
};
