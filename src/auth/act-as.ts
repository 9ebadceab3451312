import type { SaslContext } from './sasl-mechanism.ts';

/** Whom to act as, SASL's authorization identity: empty where that is who we are. */
export async function actAs(context: SaslContext, authname: string): Promise<string> {
  const username = await context.known('username');
  return username === undefined || username === authname ? '' : username;
}
