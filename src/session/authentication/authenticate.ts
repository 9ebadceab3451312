import { AuthType } from '../../generated/remote-types.ts';
import type { Session } from '../session.ts';
import { uriParam } from '../uri/uri.ts';
import type { AuthenticateOptions } from './authentication-options.ts';
import { offeredTypes } from './offered-types.ts';

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
