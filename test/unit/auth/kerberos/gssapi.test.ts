import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Ticket } from '../../../../src/auth/kerberos/credential-cache.ts';
import { derInteger, derTime } from '../../../../src/auth/kerberos/der.ts';
import { framedToken, tokenIds } from '../../../../src/auth/kerberos/gss-tokens.ts';
import { gssapi } from '../../../../src/auth/kerberos/gssapi.ts';
import { kerberosKey } from '../../../../src/auth/kerberos/kerberos-types.ts';
import { MechanismError } from '../../../../src/auth/mechanism-error.ts';
import type { SaslOutcome, StrengthRange } from '../../../../src/auth/sasl-mechanism.ts';
import type { SecurityLayer } from '../../../../src/auth/security-layer.ts';
import { ProtocolError } from '../../../../src/errors/protocol-error.ts';
import { contextWith, converse } from '../conversation.ts';
import { Acceptor, type AcceptorOptions, madeUpTicket } from './acceptor.ts';
import { kerberosError } from './made-up-realm.ts';

const mechanismFor = (ticket: Ticket) => gssapi({ ticketFor: async () => ticket });
const layers = { none: 1, integrity: 2, confidentiality: 4 };
const unprotected: StrengthRange = { minimum: 56, maximum: 100_000 };

interface Result {
  readonly acceptor: Acceptor;
  readonly outcome: SaslOutcome;
  /** The layer that was chosen, the size, and whom to act as. */
  readonly choice: string;
}

/** Goes through it all with a daemon that offers layers. */
async function negotiate(
  offer: number | Uint8Array,
  strength: StrengthRange,
  {
    keyType = 18,
    username,
    ...options
  }: AcceptorOptions & { readonly keyType?: number; readonly username?: string } = {},
): Promise<Result> {
  const ticket = madeUpTicket(keyType);
  const acceptor = new Acceptor(ticket, options);
  const dialogue = mechanismFor(ticket).converse(contextWith({ username }, { strength }));
  const first = await dialogue.next(null);
  if (first.done === true || first.value === null) throw new Error('there is no first token');
  const second = await dialogue.next(acceptor.accept(first.value));
  expect(second).toEqual({ done: false, value: new Uint8Array(0) });
  const bytes = typeof offer === 'number' ? Buffer.from([offer, 1, 0, 0]) : offer;
  const last = await dialogue.next(acceptor.wrap(bytes, false));
  if (last.done !== true || last.value.response === null) throw new Error('there is no choice');
  const choice = acceptor.unwrap(last.value.response, false);
  return { acceptor, outcome: last.value, choice: `${choice.subarray(0, 4).toString('hex')}${choice.subarray(4)}` };
}

describe.each([17, 18, 19, 20])('with keys of the type %i', (keyType) => {
  test.each([{}, { ownKey: false }, { rotation: 28 }, { rotation: 5000 }])(
    'a context is set up, and layers go (%j)',
    async (options) => {
      for (const [offer, strength, sealed] of [
        [layers.confidentiality, unprotected, true],
        [layers.integrity, { minimum: 1, maximum: 1 }, false],
      ] as const) {
        const { acceptor, outcome } = await negotiate(offer, strength, { keyType, ...options });
        const { layer } = outcome;
        if (layer === undefined) throw new Error('there is no layer');
        for (const size of [0, 1, 15, 16, 17, 1000, 65_536]) {
          const message = Buffer.alloc(size, 0xa5);
          const there = Buffer.concat(pieces(layer.wrap(message)).map((piece) => acceptor.unwrap(piece, sealed)));
          expect(there.equals(message)).toBe(true);
          const part = message.subarray(0, 65_000);
          expect(unwrapped(layer, framed(acceptor.wrap(part, sealed))).equals(part)).toBe(true);
        }
      }
    },
  );
});

describe('the layer', () => {
  const all = layers.none | layers.integrity | layers.confidentiality;
  test('is no more than is needed', async () => {
    const none = await negotiate(all, { minimum: 0, maximum: 0 });
    expect(none.choice).toBe('01000000');
    expect(none.outcome.layer).toBeUndefined();
    const signed = await negotiate(all, { minimum: 1, maximum: 100_000 });
    expect(signed.choice).toBe('02010000');
    expect(signed.outcome.layer?.strength).toBe(1);
    const sealed = await negotiate(all, unprotected);
    expect(sealed.choice).toBe('04010000');
    expect(sealed.outcome.layer?.strength).toBe(256);
    expect((await negotiate(all, unprotected, { keyType: 17 })).outcome.layer?.strength).toBe(128);
    expect((await negotiate(layers.integrity, { minimum: 0, maximum: 1 })).choice).toBe('02010000');
  });

  test('comes with whom to act as', async () => {
    expect((await negotiate(all, unprotected, { username: 'root' })).choice).toBe('04010000root');
  });

  test('keeps its pieces as small as the daemon wants them', async () => {
    const { acceptor, outcome } = await negotiate(Buffer.from([4, 0, 0, 100]), unprotected);
    const cut = pieces(outcome.layer?.wrap(Buffer.alloc(1000, 7)) ?? new Uint8Array(0));
    expect(Math.max(...cut.map((piece) => piece.length))).toBeLessThanOrEqual(100);
    expect(Buffer.concat(cut.map((piece) => acceptor.unwrap(piece, true)))).toEqual(Buffer.alloc(1000, 7));
  });

  test.each([
    ['that is too weak', layers.none | layers.integrity, /56 to 100000 bits/],
    ['that nobody knows', 8, /56 to 100000 bits/],
    ['without room', Buffer.from([4, 0, 0, 20]), /room for 20 bytes/],
    ['in too few bytes', Buffer.from([4, 0, 0]), /of 3 bytes/],
    ['in too many bytes', Buffer.from([4, 0, 0, 0, 0]), /of 5 bytes/],
  ])('%s is refused', async (_, offer, reason) => {
    await expect(negotiate(offer, unprotected)).rejects.toThrow(MechanismError);
    await expect(negotiate(offer, unprotected)).rejects.toThrow(reason);
  });

  test('notices whatever is changed, left out or repeated', async () => {
    const { acceptor, outcome } = await negotiate(all, unprotected);
    const { layer } = outcome;
    if (layer === undefined) throw new Error('there is no layer');
    const first = acceptor.wrap(Buffer.from('first'), true);
    const signed = acceptor.wrap(Buffer.from('second'), false);
    expect(unwrapped(layer, framed(first))).toEqual(Buffer.from('first'));
    expect(() => unwrapped(layer, framed(signed))).toThrow(ProtocolError);
    for (let at = 0; at < first.length; at++) {
      const again = await negotiate(all, unprotected);
      const forged = again.acceptor.wrap(Buffer.from('first'), true);
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(() => unwrapped(again.outcome.layer, framed(forged))).toThrow(ProtocolError);
    }
    const repeated = await negotiate(all, unprotected);
    const piece = repeated.acceptor.wrap(Buffer.from('once'), true);
    unwrapped(repeated.outcome.layer, framed(piece));
    expect(() => unwrapped(repeated.outcome.layer, framed(piece))).toThrow(ProtocolError);
  });
});

describe('a daemon is not believed', () => {
  const reply = async (answer: (acceptor: Acceptor, token: Uint8Array) => Uint8Array | null): Promise<unknown> => {
    const ticket = madeUpTicket();
    const dialogue = mechanismFor(ticket).converse(contextWith({}));
    const first = await dialogue.next(null);
    if (first.done === true || first.value === null) throw new Error('there is no first token');
    return dialogue.next(answer(new Acceptor(ticket), first.value)).catch((error: unknown) => error);
  };

  test('that says nothing', async () => {
    expect(await reply(() => null)).toMatchObject({ name: 'MechanismError', message: /nothing/ });
  });

  test('that does not have the key of the ticket', async () => {
    const error = await reply((_, token) => {
      const other = madeUpTicket();
      const acceptor = new Acceptor(other);
      expect(() => acceptor.accept(token)).toThrow();
      const time = derTime(new Date());
      return acceptor.reply({ type: key(other).type, bytes: other.key }, time, derInteger(1), undefined);
    });
    expect(error).toMatchObject({ name: 'MechanismError', message: expect.stringContaining('not made with our key') });
  });

  test('that proves it for another request', async () => {
    const error = await reply((acceptor) =>
      acceptor.reply(key(acceptor.ticket), derTime(new Date(0)), derInteger(1), undefined),
    );
    expect(error).toMatchObject({ name: 'MechanismError', message: expect.stringContaining('another request') });
  });

  test('that refuses, with its reason', async () => {
    const error = await reply(() => framedToken(tokenIds.error, kerberosError(37)));
    expect(error).toMatchObject({ message: 'Kerberos refuses: the clocks differ too much (37)' });
    expect(await reply(() => framedToken(tokenIds.error, kerberosError(999)))).toMatchObject({ message: /999/ });
  });

  test('that changes a bit, or sends anything else', async () => {
    const ticket = madeUpTicket();
    const dialogue = mechanismFor(ticket).converse(contextWith({}));
    const first = await dialogue.next(null);
    if (first.done === true || first.value === null) throw new Error('there is no first token');
    const good = new Acceptor(ticket).accept(first.value);
    for (let at = 0; at < good.length; at++) {
      const error = await reply((acceptor, token) => {
        const forged = acceptor.accept(token);
        if (at < forged.length) forged[at] = (forged[at] ?? 0) ^ 1;
        return forged;
      });
      expect([at, error]).toEqual([at, expect.any(MechanismError)]);
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await reply(() => bytes)).toBeInstanceOf(MechanismError);
        expect(await reply(() => framedToken(tokenIds.reply, bytes))).toBeInstanceOf(MechanismError);
        expect(await reply(() => framedToken(tokenIds.error, bytes))).toBeInstanceOf(MechanismError);
      }),
    );
  });
});

test('without a ticket it cannot be used, and says why', async () => {
  const mechanism = gssapi({ ticketFor: () => Promise.reject(new MechanismError('there is no ticket')) });
  expect(await mechanism.whyNot?.(contextWith({}))).toBe('there is no ticket');
  await expect(converse(mechanism, contextWith({}), [])).rejects.toThrow('there is no ticket');
  const broken = gssapi({ ticketFor: () => Promise.reject(new TypeError('a bug')) });
  await expect(broken.whyNot?.(contextWith({}))).rejects.toThrow(TypeError);
});

function key({ keyType, key: bytes }: Ticket) {
  return kerberosKey(keyType, bytes);
}

function framed(piece: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return Buffer.concat([length, piece]);
}

function pieces(stream: Uint8Array): Buffer[] {
  const buffer = Buffer.from(stream);
  const found: Buffer[] = [];
  for (let at = 0; at < buffer.length; ) {
    const end = at + 4 + buffer.readUInt32BE(at);
    found.push(buffer.subarray(at + 4, end));
    at = end;
  }
  return found;
}

function unwrapped(layer: SecurityLayer | undefined, chunk: Uint8Array): Buffer {
  const parts: Buffer[] = [];
  layer?.unwrap(chunk, (bytes) => parts.push(Buffer.from(bytes)));
  return Buffer.concat(parts);
}
