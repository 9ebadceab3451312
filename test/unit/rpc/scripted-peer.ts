import { expect } from '@jest/globals';
import { encodeXdr, type XdrCodec } from '@xdr-ts/runtime';
import type { ConnectionError } from '../../../src/errors/connection-error.ts';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import { type NetMessageError, netMessageErrorCodec } from '../../../src/generated/net-types.ts';
import { RpcClient, type RpcClientOptions } from '../../../src/rpc/rpc-client.ts';
import { FakeClock } from './fake-clock.ts';
import { joined, parseFrames, type RawFrame, rawFrame, statusOf, typeOf } from './raw-frame.ts';

/** A client, and the daemon's end of its connection in the hands of a test. */
export class ScriptedPeer {
  readonly clock = new FakeClock();
  readonly client: RpcClient;
  /** What the client has handed over, send by send. */
  readonly sends: Uint8Array[] = [];
  /** How often, and why, the client has closed. */
  readonly closes: ConnectionError[] = [];

  constructor(options: Partial<RpcClientOptions> = {}) {
    this.client = new RpcClient({
      clock: this.clock,
      send: (bytes, more) => {
        this.sends.push(more === undefined ? bytes : joined(bytes, more));
        return true;
      },
      onClose: (error) => this.closes.push(error),
      ...options,
    });
  }

  /** Lets everything that the client has put off happen. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  /** The packets that the client has sent so far. */
  get frames(): RawFrame[] {
    return this.sends.flatMap(parseFrames);
  }

  /** The packets sent since the last time. */
  async takeFrames(): Promise<RawFrame[]> {
    await this.settle();
    return this.sends.splice(0).flatMap(parseFrames);
  }

  receive(...frames: Partial<RawFrame>[]): void {
    for (const frame of frames) this.client.receive(rawFrame(frame));
  }

  /** Answers with bytes that are the result, or should be. */
  replyRaw(call: RawFrame | undefined, payload: Uint8Array = new Uint8Array()): void {
    this.#answer(call, statusOf.ok, payload);
  }

  reply<T>(call: RawFrame | undefined, codec: XdrCodec<T>, result: T): void {
    this.replyRaw(call, encodeXdr(codec, result));
  }

  fail(call: RawFrame | undefined, error: Partial<NetMessageError> = {}): void {
    this.#answer(call, statusOf.error, errorBody(error));
  }

  #answer(call: RawFrame | undefined, status: number, payload: Uint8Array): void {
    if (call === undefined) throw new Error('there is no such call to answer');
    this.receive({ ...call, type: typeOf.reply, status, payload });
  }

  /** Asserts that the client lives. */
  expectOpen(): void {
    expect(this.closes).toEqual([]);
    expect(this.client.closed).toBeUndefined();
  }

  /** Asserts that the client has closed once, over a packet that breaks the protocol; returns what was wrong. */
  expectProtocolError(): ProtocolError {
    const [error] = this.closes;
    expect(this.closes).toHaveLength(1);
    expect(error?.reason).toBe('error');
    const cause = error?.cause;
    if (!(cause instanceof ProtocolError)) throw new Error(`not a ProtocolError: ${String(cause)}`);
    return cause;
  }
}

export const noDomain: NetMessageError = {
  code: 42,
  domain: 12,
  message: 'Domain not found',
  level: 2,
  dom: null,
  str1: 'Domain not found',
  str2: null,
  str3: null,
  int1: -1,
  int2: -1,
  net: null,
};

export function errorBody(error: Partial<NetMessageError> = {}): Uint8Array {
  return encodeXdr(netMessageErrorCodec, { ...noDomain, ...error });
}
