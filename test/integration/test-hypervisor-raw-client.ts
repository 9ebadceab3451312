import { authList, connectOpen } from '../../src/generated/remote-procedures.ts';
import type { CallProcedure } from '../../src/protocol/procedure.ts';
import { RpcClient } from '../../src/rpc/rpc-client.ts';
import { nodeClock } from '../../src/session/node-clock.ts';
import { connectUnix } from '../../src/transport/unix.ts';

/** How a client opens its connection to the default host, if it does. */
export type Way = 'writable' | 'read-only' | 'unopened';

/** Calls a procedure, and tells what came of it: the result, the error, or how there came to be neither. */
export type Ask = <Args, Result>(procedure: CallProcedure<Args, Result>, args: Args) => Promise<unknown>;

/** Lets somebody ask what no client of libvirt would: nothing looks at the arguments before the daemon does. */
export async function askRaw<T>(socketPath: string, way: Way, use: (ask: Ask) => Promise<T>): Promise<T> {
  const transport = await connectUnix(socketPath);
  try {
    const client = new RpcClient({
      clock: nodeClock,
      send: (bytes) => transport.write(bytes),
      onClose: () => undefined,
    });
    transport.open({ data: (chunk) => client.receive(chunk), drain: () => undefined, end: () => undefined });
    const ask: Ask = async (procedure, args) => {
      const outcome = await client.call(procedure, args, { timeout: 10_000 });
      return outcome.kind === 'error' ? outcome.error : outcome.kind === 'result' ? outcome.result : outcome;
    };
    await ask(authList, undefined);
    if (way !== 'unopened') await ask(connectOpen, { name: 'test:///default', flags: way === 'read-only' ? 1 : 0 });
    return await use(ask);
  } finally {
    transport.destroy();
  }
}
