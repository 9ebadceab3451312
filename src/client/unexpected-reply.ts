import { ProtocolError } from '../errors/protocol-error.ts';

/** Behind the length word and the header. */
const startOfPayload = 28;

/** For a reply that is well-formed and yet not an answer to what was asked. */
export function unexpectedReply(procedure: string, what: string): ProtocolError {
  return new ProtocolError(`the reply to ${procedure} ${what}`, startOfPayload);
}
