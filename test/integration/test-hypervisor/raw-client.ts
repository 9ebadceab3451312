import { NetMessageType } from '../../../src/generated/net-types.ts';
import { authList, connectOpen } from '../../../src/generated/remote-procedures.ts';
import type { CallProcedure, StreamProcedure } from '../../../src/protocol/procedure.ts';
import { procedureByNumber } from '../../../src/protocol/registry.ts';
import type { Frame } from '../../../src/rpc/frame.ts';
import { RpcClient } from '../../../src/rpc/rpc-client.ts';
import { nodeClock } from '../../../src/session/node-clock.ts';
import { connectUnix } from '../../../src/transport/unix.ts';

/** How a client opens its connection to the default host, if it does. */
export type Way = 'writable' | 'read-only' | 'unopened';

/** Calls a procedure, and tells what came of it: the result, the error, or how there came to be neither. */
export type Ask = <Args, Result>(
  procedure: CallProcedure<Args, Result> | StreamProcedure<Args, Result>,
  args: Args,
) => Promise<unknown>;

/** An event as it came, by its name. */
export interface HeardEvent {
  readonly name: string;
  readonly payload: unknown;
}

/** The events that have come to a client, in their order. */
export class Heard {
  readonly events: HeardEvent[] = [];
  #check = (): void => undefined;

  /** Resolves once there is such an event. */
  until(isLast: (event: HeardEvent) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#check = () => {
        if (this.events.some(isLast)) resolve();
      };
      this.#check();
    });
  }

  take({ type, program, procedure: number, body }: Frame): void {
    const procedure = type === NetMessageType.MESSAGE ? procedureByNumber(program, number) : undefined;
    if (procedure?.kind !== 'event') return;
    this.events.push({ name: procedure.name, payload: procedure.payload.read(body) });
    this.#check();
  }
}

/** Lets somebody ask what no client of libvirt would: nothing looks at the arguments before the daemon does. */
export async function askRaw<T>(socketPath: string, way: Way, use: (ask: Ask, heard: Heard) => Promise<T>): Promise<T> {
  const transport = await connectUnix(socketPath);
  try {
    const client = new RpcClient({
      clock: nodeClock,
      send: (bytes) => transport.write(bytes),
      onClose: () => undefined,
    });
    const heard = new Heard();
    client.onFrame = (frame) => heard.take(frame);
    transport.open({ data: (chunk) => client.receive(chunk), drain: () => undefined, end: () => undefined });
    const ask: Ask = async (procedure, args) => {
      // What opens streams is called here as what does not: for the refusals.
      const call = { ...procedure, stream: undefined };
      const outcome = await client.call(call, args, { timeout: 10_000 });
      return outcome.kind === 'error' ? outcome.error : outcome.kind === 'result' ? outcome.result : outcome;
    };
    await ask(authList, undefined);
    if (way !== 'unopened') await ask(connectOpen, { name: 'test:///default', flags: way === 'read-only' ? 1 : 0 });
    return await use(ask, heard);
  } finally {
    transport.destroy();
  }
}
