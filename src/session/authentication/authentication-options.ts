import type { Credentials } from '../../auth/credentials.ts';
import type { SaslMechanism } from '../../auth/sasl-mechanism.ts';
import type { Environment } from '../environment.ts';
import type { ObserveOpening } from '../opening-step.ts';
import type { LibvirtUri } from '../uri/uri.ts';

/** What a daemon may be convinced with. */
export interface AuthenticationOptions {
  /**
   * Who we are, or a function that is asked when a daemon wants to know. What the user's auth.conf says about the host
   * comes first, as in C.
   *
   * @example
   * await connect('qemu+tls://kvm1/system', { credentials: { username: 'fred', password } });
   */
  readonly credentials?: Credentials | undefined;
  /** SASL mechanisms besides our own; one of the same name takes the place of ours. */
  readonly saslMechanisms?: readonly SaslMechanism[] | undefined;
}

/** What a session that is being opened knows besides. */
export interface AuthenticateOptions extends AuthenticationOptions {
  /** Where the session leads: its `auth=` insists on one of the daemon's ways. */
  readonly uri: LibvirtUri | undefined;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly onStep?: ObserveOpening | undefined;
}
