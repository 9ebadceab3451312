import { AuthType } from '../../generated/remote-types.ts';
import type { Environment } from '../environment.ts';
import type { ObserveOpening } from '../opening-step.ts';
import type { Session } from '../session.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import type { AuthenticationOptions } from './authentication-options.ts';
import { offeredTypes } from './offered-types.ts';

export interface AuthenticateOptions extends AuthenticationOptions {
  /** Where the session leads: its `auth=` insists on one of the daemon's ways. */
  readonly uri: LibvirtUri | undefined;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly onStep?: ObserveOpening | undefined;
}

/**
 * Makes the daemon take our calls. It says how it wants to be convinced; the URI may insist on one of its ways.
 * Rejects with an AuthenticationError that lists what was offered.
 */
export async function authenticate(session: Session, options: AuthenticateOptions): Promise<void> {
  const { uri, signal, onStep } = options;
  const wanted = uri === undefined ? undefined : uriParam(uri, 'auth');
  // Most daemons ask for nothing, and with them nobody carries what convinces the others.
  let types: readonly number[] | undefined;
  if (wanted === undefined && onStep === undefined) {
    types = await offeredTypes(session, signal);
    if ((types[0] ?? AuthType.NONE) === AuthType.NONE) return;
  }
  const { convince } = await import('./convince.ts');
  await convince(session, types, wanted, options);
}
