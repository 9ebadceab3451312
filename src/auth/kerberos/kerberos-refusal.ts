import { MechanismError } from '../mechanism-error.ts';

/** What a realm says about a service that it does not know: KDC_ERR_S_PRINCIPAL_UNKNOWN of RFC 4120. */
export const serviceUnknown = 7;

/** The errors that people meet, in words. */
const texts: ReadonlyMap<number, string> = new Map([
  [6, 'the realm does not know us'],
  [serviceUnknown, 'the realm does not know the service'],
  [12, 'the policy of the realm forbids it'],
  [14, 'the realm has no encryption in common with us'],
  [23, 'the password has expired'],
  [25, 'the realm wants proof of the password'],
  [31, 'a signature does not match'],
  [32, 'the ticket has expired'],
  [33, 'the ticket is not good yet'],
  [34, 'it was sent before'],
  [37, 'the clocks differ too much'],
  [41, 'the message was changed on the way'],
  [44, 'the service does not have the key of the ticket'],
]);

/** A realm or a service says no, by a code of RFC 4120, 7.5.9. Nobody vouches for it: anybody on the way may say so. */
export class KerberosRefusal extends MechanismError {
  override readonly name: string = 'KerberosRefusal';
  readonly code: number;

  constructor(code: number) {
    super(`Kerberos refuses: ${texts.get(code) ?? 'an error'} (${code})`);
    this.code = code;
  }
}
