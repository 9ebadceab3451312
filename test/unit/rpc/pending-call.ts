import { xdrVoid } from '@xdr-ts/runtime';
import { PendingCall } from '../../../src/rpc/pending-call.ts';

/** A call with a serial number, and nothing else that matters. */
export function pendingCall(serial: number): PendingCall<unknown> {
  const facts = { program: 0x20008086, version: 1, procedure: 1, name: 'connectOpen', priority: 'low' } as const;
  return new PendingCall<unknown>(facts, serial, 0, xdrVoid);
}
