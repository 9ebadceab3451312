import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { SaslMechanism } from '../../../../src/auth/sasl-mechanism.ts';
import { SealedPieces } from '../../../../src/auth/sealed-pieces.ts';
import type { SecurityLayer } from '../../../../src/auth/security-layer.ts';
import { AuthenticationError } from '../../../../src/errors/authentication-error.ts';
import { ErrorNumber } from '../../../../src/generated/api-enums.ts';
import { authSASLStart, connectGetLibVersion } from '../../../../src/generated/remote-procedures.ts';
import { procedureByNumber } from '../../../../src/protocol/registry.ts';
import { ping, pong } from '../../../../src/rpc/keepalive.ts';
import { type IncomingCall, RpcServer } from '../../../../src/rpc/rpc-server.ts';
import { type SaslExchangeOptions, saslExchange } from '../../../../src/session/authentication/sasl-exchange.ts';
import { processEnvironment } from '../../../../src/session/environment.ts';
import { Session } from '../../../../src/session/session.ts';
import { memoryPipe } from '../../../../src/transport/memory.ts';
import type { Transport } from '../../../../src/transport/transport.ts';

/** What a daemon answers to one message. */
interface Answer {
  readonly complete: number;
  readonly data: string | Uint8Array | null;
}

interface Said {
  readonly nil: number;
  readonly data: Uint8Array;
}

interface Daemon {
  readonly session: Session;
  /** What the client has said, as text, or `null` for no message. */
  readonly said: readonly (string | null)[];
  /** Runs the exchange. */
  exchange(options?: Partial<SaslExchangeOptions>): Promise<void>;
}

type Reply = (said: Buffer, turn: number) => Answer | 'refuse';

/** What a test may put between the daemon and the wire. */
interface Wire {
  send(bytes: Uint8Array, write: (bytes: Uint8Array) => void): void;
  receive(chunk: Uint8Array, take: (bytes: Uint8Array) => void): void;
}

const clear: Wire = { send: (bytes, write) => write(bytes), receive: (chunk, take) => take(chunk) };

function daemonThat(mechlist: string, reply: Reply, { secure = true, wire = clear } = {}): Daemon {
  const [ours, theirs] = memoryPipe();
  const said: (string | null)[] = [];
  const answer = (call: IncomingCall): void => {
    const { nil, data } = call.args as Said;
    said.push(nil === 0 ? Buffer.from(data).toString() : null);
    const answered = reply(Buffer.from(data), said.length);
    if (answered === 'refuse') {
      call.fail({ code: ErrorNumber.ERR_AUTH_FAILED, message: 'authentication failed' });
    } else {
      const bytes = Buffer.from(answered.data ?? '');
      call.reply({ complete: answered.complete, nil: answered.data === null ? 1 : 0, data: bytes });
    }
  };
  const answers: Readonly<Record<string, (call: IncomingCall) => void>> = {
    authSASLInit: (call) => call.reply({ mechlist }),
    authSASLStart: answer,
    authSASLStep: answer,
    connectGetLibVersion: (call) => call.reply({ lib_ver: 9_000_000n }),
  };
  const server = new RpcServer({
    procedure: procedureByNumber,
    programs: new Set([0x20008086]),
    onCall: (call) => answers[call.procedure.name]?.(call),
    send: (bytes) => {
      wire.send(bytes, (sealed) => void theirs.write(sealed));
      return true;
    },
    onClose: () => theirs.destroy(),
  });
  theirs.open({
    data: (chunk) => wire.receive(chunk, (bytes) => server.receive(bytes)),
    drain: () => undefined,
    end: () => undefined,
  });
  const session = new Session(secure ? ours : inTheOpen(ours));
  const exchange = async (options: Partial<SaslExchangeOptions> = {}): Promise<void> => {
    try {
      await saslExchange(session, {
        uri: undefined,
        environment: { ...processEnvironment(), variables: { XDG_CONFIG_HOME: '/nonexistent' } },
        signal: new AbortController().signal,
        wanted: undefined,
        credentials: { username: 'user', password: 'pencil' },
        ...options,
      });
    } catch (error) {
      session.destroy(); // as whoever opens it does
      throw error;
    }
  };
  return { session, said, exchange };
}

function inTheOpen(transport: Transport): Transport {
  return {
    description: 'tcp:memory',
    secure: false,
    open: (handlers) => transport.open(handlers),
    write: (bytes) => transport.write(bytes),
    pause: () => transport.pause(),
    resume: () => transport.resume(),
    close: () => transport.close(),
    destroy: () => transport.destroy(),
  };
}

/** A daemon's half of SCRAM-SHA-256 for the password `pencil`. */
function scramServer(): { first(said: Buffer): string; final(said: Buffer): string } {
  let bare = '';
  let first = '';
  const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    first(said) {
      bare = said.toString().replace(/^n,,/, '');
      first = `r=${/r=(.*)$/.exec(bare)?.[1]}Theirs,s=c2FsdA==,i=4096`;
      return first;
    },
    final(said) {
      const salted = pbkdf2Sync('pencil', 'salt', 4096, 32, 'sha256');
      const dialogue = `${bare},${first},${said.toString().replace(/,p=.*/, '')}`;
      const clientKey = hmac(salted, 'Client Key');
      const signature = hmac(createHash('sha256').update(clientKey).digest(), dialogue);
      const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64');
      expect(said.toString()).toContain(`,p=${proof}`);
      return `v=${hmac(hmac(salted, 'Server Key'), dialogue).toString('base64')}`;
    },
  };
}

describe('SCRAM', () => {
  test('reads the proof that comes along with the consent', async () => {
    const scram = scramServer();
    const daemon = daemonThat('SCRAM-SHA-256', (said, turn) =>
      turn === 1 ? { complete: 0, data: scram.first(said) } : { complete: 1, data: scram.final(said) },
    );
    await daemon.exchange();
    expect(daemon.said).toHaveLength(2);
    expect(await daemon.session.call(connectGetLibVersion, undefined)).toEqual({ lib_ver: 9_000_000n });
    await daemon.session.close();
  });

  test('answers a proof that comes before the consent with no message', async () => {
    const scram = scramServer();
    const daemon = daemonThat('SCRAM-SHA-256', (said, turn) => {
      if (turn === 1) return { complete: 0, data: scram.first(said) };
      return turn === 2 ? { complete: 0, data: scram.final(said) } : { complete: 1, data: null };
    });
    await daemon.exchange();
    expect(daemon.said[2]).toBeNull();
  });

  test.each([
    ['no proof', null, /no last message/],
    ['an empty proof', '', /not one of SCRAM/],
    ['a false proof', `v=${Buffer.alloc(32).toString('base64')}`, /did not prove/],
  ])('does not believe a consent with %s', async (_, data, reason) => {
    const scram = scramServer();
    const daemon = daemonThat('SCRAM-SHA-256', (said, turn) =>
      turn === 1 ? { complete: 0, data: scram.first(said) } : { complete: 1, data },
    );
    const exchange = daemon.exchange();
    await expect(exchange).rejects.toThrow(AuthenticationError);
    await expect(exchange).rejects.toThrow(reason);
    expect(daemon.session.isAlive).toBe(false);
  });

  test('does not believe a consent to its first message', async () => {
    const scram = scramServer();
    const daemon = daemonThat('SCRAM-SHA-256', (said) => ({ complete: 1, data: scram.first(said) }));
    await expect(daemon.exchange()).rejects.toThrow(/content too early/);
    expect(daemon.said).toHaveLength(1);
  });

  test('does not go on with a daemon that never has enough', async () => {
    const scram = scramServer();
    const daemon = daemonThat('SCRAM-SHA-256', (said, turn) => {
      if (turn === 1) return { complete: 0, data: scram.first(said) };
      return { complete: 0, data: turn === 2 ? scram.final(said) : 'more' };
    });
    await expect(daemon.exchange()).rejects.toThrow(/wants more than the mechanism has/);
    expect(daemon.said).toHaveLength(3);
  });
});

describe('messages', () => {
  test('that are not there differ from empty ones, both ways', async () => {
    const heard: (string | null)[] = [];
    const daemon = daemonThat('TEST', (_, turn) => ({
      complete: turn === 4 ? 1 : 0,
      data: turn % 2 === 0 ? null : '',
    }));
    await daemon.exchange({
      saslMechanisms: [
        mechanism(async function* () {
          for (const message of [null, new Uint8Array(0), Buffer.from('x'), null]) {
            const answer = yield message;
            heard.push(answer === null ? null : Buffer.from(answer).toString());
          }
          return { response: null };
        }),
      ],
    });
    expect(daemon.said).toEqual([null, '', 'x', null]);
    expect(heard).toEqual(['', null, '', null]);
  });

  test('of any length that the protocol has pass, and longer ones do not', async () => {
    const daemon = daemonThat('TEST', (said) => ({ complete: 1, data: said }));
    const sized = (bytes: number) => ({
      saslMechanisms: [
        mechanism(async function* () {
          expect((yield new Uint8Array(bytes).fill(65))?.length).toBe(bytes);
          return { response: null };
        }),
      ],
    });
    await daemon.exchange(sized(65_536));
    await expect(daemonThat('TEST', () => 'refuse').exchange(sized(65_537))).rejects.toMatchObject({
      name: 'XdrError',
    });
  });

  test('are not exchanged without end', async () => {
    const daemon = daemonThat('TEST', () => ({ complete: 0, data: null }));
    const endless = mechanism(async function* () {
      for (;;) yield null;
    });
    await expect(daemon.exchange({ saslMechanisms: [endless] })).rejects.toThrow(/not content after 32 steps/);
  });
});

describe('a mechanism', () => {
  test('may be through with its first message', async () => {
    const daemon = daemonThat('TEST', () => ({ complete: 1, data: null }));
    const quick = mechanism(async function* ({ host }) {
      if (host !== 'localhost') yield null;
      return { response: Buffer.from('all') };
    });
    await daemon.exchange({ saslMechanisms: [quick] });
    expect(daemon.said).toEqual(['all']);
  });

  test('that fails, fails the opening, with its error as the cause, and may clean up', async () => {
    let cleaned = 0;
    const cause = new RangeError('out of luck');
    const failing = mechanism(async function* () {
      yield null;
      throw cause;
    });
    const leaving = mechanism(async function* () {
      try {
        yield null;
      } finally {
        cleaned++;
      }
      return { response: null };
    });
    const daemon = daemonThat('TEST', () => ({ complete: 0, data: null }));
    await expect(daemon.exchange({ saslMechanisms: [failing] })).rejects.toMatchObject({
      name: 'AuthenticationError',
      offered: ['sasl.TEST'],
      cause,
    });
    const other = daemonThat('TEST', () => 'refuse');
    await expect(other.exchange({ saslMechanisms: [leaving] })).rejects.toMatchObject({
      message: 'SASL TEST: the daemon did not let us in: authentication failed (VIR_ERR_AUTH_FAILED)',
      cause: { number: ErrorNumber.ERR_AUTH_FAILED },
    });
    expect(cleaned).toBe(1);
  });

  test('that hangs is not waited for when the opening is given up', async () => {
    const controller = new AbortController();
    const hanging = mechanism(async function* (context) {
      yield null;
      controller.abort(new Error('enough'));
      expect(context.signal.aborted).toBe(true);
      await new Promise(() => undefined);
      return { response: null };
    });
    const daemon = daemonThat('TEST', () => ({ complete: 0, data: null }));
    await expect(daemon.exchange({ saslMechanisms: [hanging], signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
      cause: { message: 'enough' },
    });
  });

  test('says why it cannot be used', async () => {
    const daemon = daemonThat('TEST,OTHER', () => 'refuse');
    const unusable: SaslMechanism = {
      ...mechanism(async function* () {
        yield null;
        return { response: null };
      }),
      whyNot: async () => 'its library is missing',
    };
    await expect(daemon.exchange({ saslMechanisms: [unusable] })).rejects.toMatchObject({
      message: expect.stringMatching(/TEST \(its library is missing\), OTHER \(not known here\)/),
      offered: ['sasl.TEST', 'sasl.OTHER'],
    });
    expect(daemon.said).toEqual([]);
  });
});

test('a mechanism that fails, or hangs, before it begins fails the opening', async () => {
  const cause = new TypeError('a bug');
  const never = mechanism(async function* () {
    yield null;
    return { response: null };
  });
  const failing = { ...never, whyNot: () => Promise.reject(cause) };
  const daemon = daemonThat('TEST', () => 'refuse');
  await expect(daemon.exchange({ saslMechanisms: [failing] })).rejects.toMatchObject({
    name: 'AuthenticationError',
    offered: ['sasl.TEST'],
    cause,
  });
  const controller = new AbortController();
  const hanging = {
    ...never,
    whyNot: () => {
      controller.abort(new Error('enough'));
      return new Promise<undefined>(() => undefined);
    },
  };
  const other = daemonThat('TEST', () => 'refuse');
  const opening = other.exchange({ saslMechanisms: [hanging], signal: controller.signal });
  await expect(opening).rejects.toMatchObject({ name: 'AbortError', cause: { message: 'enough' } });
});

test.each(['', ' ', ','])('a daemon that offers %j is told so', async (mechlist) => {
  await expect(daemonThat(mechlist, () => 'refuse').exchange()).rejects.toMatchObject({
    name: 'AuthenticationError',
    offered: [],
    message: expect.stringContaining('none at all'),
  });
});

const mark = 0xa5;

/** Flips every bit, behind the length of each piece: sealed bytes look like nothing of the protocol. */
class Flipping implements SecurityLayer {
  readonly strength: number;
  readonly #pieces = new SealedPieces(65_536);
  constructor(strength: number) {
    this.strength = strength;
  }
  wrap(bytes: Uint8Array): Uint8Array {
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 11) {
      const part = bytes.subarray(at, at + 11);
      pieces.push(Buffer.from([0, 0, 0, part.length + 1, mark, ...part.map((byte) => byte ^ 0xff)]));
    }
    return Buffer.concat(pieces);
  }
  unwrap(chunk: Uint8Array, take: (bytes: Uint8Array) => void): void {
    this.#pieces.push(chunk, (piece) => {
      if (piece[0] !== mark) throw new Error('this was never sealed');
      take(piece.subarray(1).map((byte) => byte ^ 0xff));
    });
  }
}

describe('a security layer', () => {
  const sealing = (strength: number) =>
    mechanism(async function* () {
      yield Buffer.from('hello');
      await new Promise((resolve) => setImmediate(resolve)); // what lies behind the reply has long arrived by then
      return { response: null, layer: new Flipping(strength) };
    });

  test.each([1, 13, 100_000])(
    'takes over behind the last reply, though what follows came with it in pieces of %i',
    async (cut) => {
      const layer = new Flipping(56);
      let sealed = false;
      let out: Uint8Array[] = [];
      const wire: Wire = {
        // The daemon goes on at once: its last reply in clear and a sealed ping arrive together.
        send(bytes, write) {
          out.push(sealed ? layer.wrap(bytes) : bytes);
          if (!sealed && bytes[15] === authSASLStart.procedure) {
            sealed = true;
            out.push(layer.wrap(ping()));
          }
          const all = Buffer.concat(out);
          out = [];
          for (let at = 0; at < all.length; at += cut) write(all.subarray(at, at + cut));
        },
        receive(chunk, take) {
          if (sealed)
            layer.unwrap(chunk, (bytes) => {
              heard.push(Buffer.from(bytes));
              take(bytes);
            });
          else take(chunk);
        },
      };
      const heard: Buffer[] = [];
      const daemon = daemonThat('TEST', () => ({ complete: 1, data: null }), { secure: false, wire });
      await daemon.exchange({ saslMechanisms: [sealing(56)] });
      expect(await daemon.session.call(connectGetLibVersion, undefined)).toEqual({ lib_ver: 9_000_000n });
      expect(Buffer.concat(heard).includes(Buffer.from(pong()))).toBe(true);
      expect(daemon.session).toMatchObject({ isSecure: true, isEncrypted: true });
      await daemon.session.close();
    },
  );

  test.each([
    ['is too weak', 1, false, /1 bits; 56 to 100000/],
    ['is not wanted', 56, true, /56 bits; 0 to 0/],
  ])('that %s is refused', async (_, strength, secure, reason) => {
    const daemon = daemonThat('TEST', () => ({ complete: 1, data: null }), { secure });
    await expect(daemon.exchange({ saslMechanisms: [sealing(strength)] })).rejects.toThrow(reason);
  });

  test('is missed where there is none', async () => {
    const daemon = daemonThat('TEST', () => ({ complete: 1, data: null }), { secure: false });
    const bare = mechanism(async function* () {
      yield null;
      return { response: null };
    });
    await expect(daemon.exchange({ saslMechanisms: [bare] })).rejects.toThrow(/0 bits; 56 to 100000/);
  });

  test('that is broken by the daemon ends the connection', async () => {
    const layer = new Flipping(56);
    let sealed = false;
    const wire: Wire = {
      send: (bytes, write) => {
        write(bytes); // in clear, though it is agreed that it is not
        if (sealed) write(bytes);
        sealed = true;
      },
      receive: (chunk, take) => (sealed && chunk[4] !== 0x20 ? layer.unwrap(chunk, take) : take(chunk)),
    };
    const daemon = daemonThat('TEST', () => ({ complete: 1, data: null }), { secure: false, wire });
    await daemon.exchange({ saslMechanisms: [sealing(56)] });
    const call = daemon.session.call(connectGetLibVersion, undefined);
    await expect(call).rejects.toMatchObject({ name: 'ConnectionError' });
    expect((await daemon.session.closed).reason).toBe('error');
  });
});

function mechanism(converse: SaslMechanism['converse']): SaslMechanism {
  return { name: 'TEST', rank: 99, seals: true, converse };
}
