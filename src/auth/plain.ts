import { actAs } from './act-as.ts';
import { MechanismError } from './mechanism-error.ts';
import { messageBytes } from './message-text.ts';
import type { SaslMechanism } from './sasl-mechanism.ts';

/** PLAIN (RFC 4616): tells the daemon the password. */
export const plain: SaslMechanism = {
  name: 'PLAIN',
  rank: 20,
  seals: false,
  async *converse(context) {
    const name = await context.credential('authname');
    const password = await context.credential('password');
    const parts = [await actAs(context, name), name, password];
    if (name === '' || password === '') throw new MechanismError('PLAIN has no empty name and no empty password');
    if (parts.some((part) => /[\0\p{Surrogate}]/u.test(part))) {
      throw new MechanismError('PLAIN cannot send a name or a password with NUL or half a character in it');
    }
    yield messageBytes(parts.join('\0'));
    return { response: null };
  },
};
