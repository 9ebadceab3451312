import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { rpcFault } from '../../../rpc/server-fault.ts';
import type { ServerStream } from '../../../rpc/server-stream.ts';
import { fault } from '../../fault.ts';

/** Who talks to the character devices of a domain: one client to each. */
export class ConsoleSessions {
  readonly #streams = new Map<string, ServerStream>();

  /** Refuses a second session with a device, or makes room for it where the client insists. Throws a Fault that names it by `title`. */
  claim(alias: string, insists: boolean, title: string): void {
    const stream = this.#streams.get(alias);
    if (stream === undefined) return;
    if (!insists) {
      const detail = `Active ${title} exists for this domain`;
      throw fault(ErrorNumber.ERR_OPERATION_FAILED, ErrorDomain.TEST, detail);
    }
    this.#end(alias, stream);
  }

  add(alias: string, stream: ServerStream): void {
    this.#streams.set(alias, stream);
  }

  /** A session has ended by itself. */
  remove(alias: string, stream: ServerStream): void {
    if (this.#streams.get(alias) === stream) this.#streams.delete(alias);
  }

  /** The domain does not run any more. */
  endAll(): void {
    for (const [alias, stream] of this.#streams) this.#end(alias, stream);
  }

  #end(alias: string, stream: ServerStream): void {
    this.#streams.delete(alias);
    stream.fail(rpcFault('stream had unexpected termination'));
  }
}
