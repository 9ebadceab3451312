import { randomInt } from 'node:crypto';
import { MechanismError } from '../mechanism-error.ts';
import type { SaslContext, SaslMechanism, SaslMessage, SaslOutcome } from '../sasl-mechanism.ts';
import { apRequest, newKey, readApReply } from './ap-exchange.ts';
import type { Ticket } from './credential-cache.ts';
import { GssLayer } from './gss-layer.ts';
import { framedToken, tokenIds, unframedToken } from './gss-tokens.ts';
import { GssWrapping } from './gss-wrapping.ts';

/** Where tickets come from. */
export interface TicketSource {
  /** A ticket for a service of a host, the same when it is asked for again. Rejects with a MechanismError. */
  ticketFor(service: string, host: string, signal: AbortSignal): Promise<Ticket>;
}

/** The bits by which RFC 4752 names the layers. */
const layers = { none: 1, integrity: 2, confidentiality: 4 } as const;
const largestReceived = 65_536;
const requestUsage = 11;
/** The checksum of RFC 4121, 4.1.1: not one, but what the context is to be good for. */
const contextChecksum = 0x8003;
/** Mutual, replays noticed, in sequence, encrypted, signed. */
const contextFlags = 0x3e;

/** GSSAPI with Kerberos 5 (RFC 4752): who has a ticket needs no password, and the connection is sealed if need be. */
export function gssapi(source: TicketSource): SaslMechanism {
  return {
    name: 'GSSAPI',
    rank: 90,
    seals: true,
    async whyNot({ service, host, signal }) {
      try {
        await source.ticketFor(service, host, signal);
        return undefined;
      } catch (error) {
        if (error instanceof MechanismError) return error.message;
        throw error;
      }
    },
    async *converse(context) {
      const ticket = await source.ticketFor(context.service, context.host, context.signal);
      const key = newKey(ticket);
      const sequence = randomInt(0x40000000);
      const checksum = { type: contextChecksum, bytes: contextOptions() };
      const request = apRequest({ ticket, usage: requestUsage, checksum, mutual: true, session: { key, sequence } });

      const token = bytesOf(yield framedToken(tokenIds.request, request.bytes));
      const reply = readApReply(unframedToken(token, tokenIds.reply), ticket, request);
      const wrapping = new GssWrapping({
        key: reply.key ?? key,
        acceptorKey: reply.key !== undefined,
        sendSequence: sequence,
        receiveSequence: reply.sequence,
      });

      // We have nothing more to say for the context, and the daemon goes on with its layers.
      const offer = wrapping.unwrap(bytesOf(yield new Uint8Array(0)), false);
      return chooseLayer(context, wrapping, offer, key.type.keyBytes * 8);
    },
  };
}

async function chooseLayer(
  context: SaslContext,
  wrapping: GssWrapping,
  offer: Uint8Array,
  keyBits: number,
): Promise<SaslOutcome> {
  if (offer.length !== 4) throw new MechanismError(`an offer of security layers of ${offer.length} bytes`);
  const [offered = 0, high = 0, middle = 0, low = 0] = offer;
  const largestSent = (high << 16) | (middle << 8) | low;
  const { minimum, maximum } = context.strength;
  const layer =
    minimum === 0 && (offered & layers.none) !== 0
      ? layers.none
      : minimum <= 1 && maximum >= 1 && (offered & layers.integrity) !== 0
        ? layers.integrity
        : minimum <= keyBits && maximum >= keyBits && (offered & layers.confidentiality) !== 0
          ? layers.confidentiality
          : undefined;
  if (layer === undefined) {
    throw new MechanismError(`a security layer of ${minimum} to ${maximum} bits is needed; the daemon has ${offered}`);
  }
  const size =
    layer === layers.none ? [0, 0, 0] : [largestReceived >> 16, (largestReceived >> 8) & 0xff, largestReceived & 0xff];
  const other = Buffer.from((await context.known('username')) ?? '');
  const choice = wrapping.wrap(Buffer.concat([Buffer.from([layer, ...size]), other]), false);
  if (layer === layers.none) return { response: choice };
  const sealed = layer === layers.confidentiality;
  if (largestSent <= wrapping.overhead) throw new MechanismError(`the daemon has room for ${largestSent} bytes only`);
  return {
    response: choice,
    layer: new GssLayer({
      wrapping,
      sealed,
      strength: sealed ? keyBits : 1,
      largestSent: Math.min(largestSent, largestReceived),
      largestReceived,
    }),
  };
}

/** No channel is bound, and what the context is to be good for. */
function contextOptions(): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(16);
  bytes.writeUInt32LE(contextFlags, 20);
  return bytes;
}

function bytesOf(message: SaslMessage): Uint8Array {
  if (message === null) throw new MechanismError('the daemon sent nothing where a token belongs');
  return message;
}
