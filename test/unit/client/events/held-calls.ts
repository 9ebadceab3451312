import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';

/** A script that leaves the calls to the test. */
export function heldCalls(): { readonly calls: IncomingCall[]; readonly script: (call: IncomingCall) => void } {
  const calls: IncomingCall[] = [];
  return { calls, script: (call) => calls.push(call) };
}
