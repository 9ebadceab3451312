import { MechanismError } from './mechanism-error.ts';
import { messageBytes } from './message-text.ts';
import type { SaslMechanism } from './sasl-mechanism.ts';

/** In libvirt's protocol an empty message arrives as none, so something has to be said. */
const program = 'libvirt-rpc';

/** ANONYMOUS (RFC 4505): says nothing of who we are, but for a word for the daemon's log where there is one. */
export const anonymous: SaslMechanism = {
  name: 'ANONYMOUS',
  rank: 10,
  seals: false,
  async *converse(context) {
    const trace = (await context.known('authname')) || program;
    if ([...trace].length > 255) throw new MechanismError('ANONYMOUS takes no name of more than 255 characters');
    yield messageBytes(trace);
    return { response: null };
  },
};
