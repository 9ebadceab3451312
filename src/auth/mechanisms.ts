import { anonymous } from './anonymous.ts';
import { digestMd5 } from './digest-md5.ts';
import { external } from './external.ts';
import { gssapi, type TicketSource } from './kerberos/gssapi.ts';
import { plain } from './plain.ts';
import type { SaslMechanism } from './sasl-mechanism.ts';
import { scramMechanisms } from './scram.ts';

/** The mechanisms that this package has itself. */
export function ownMechanisms(tickets: TicketSource): readonly SaslMechanism[] {
  return [gssapi(tickets), ...scramMechanisms, digestMd5, external, plain, anonymous];
}
