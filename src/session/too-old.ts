import { LibvirtRpcError } from '../errors/libvirt-rpc-error.ts';
import type { TooOld } from '../errors/not-supported-error.ts';
import type { CallProcedure } from '../protocol/procedure.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import { resultOf } from '../rpc/call-outcome.ts';
import { isOlder, releaseOf } from './daemon-release.ts';
import type { Link } from './link.ts';
import type { SessionProgram } from './session-program.ts';

/** The releases, where it is the daemon's age that made it refuse a procedure that came with release `since`. */
export async function tooOld(
  since: string,
  link: Link,
  program: SessionProgram,
  options: CallOptions,
): Promise<TooOld | undefined> {
  link.daemonRelease ??= await askRelease(link, program, options);
  const { daemonRelease: daemonVersion } = link;
  return daemonVersion !== undefined && isOlder(daemonVersion, since) ? { since, daemonVersion } : undefined;
}

/** The daemon's release of libvirt; `undefined` where it does not tell. */
async function askRelease({ rpc }: Link, program: SessionProgram, options: CallOptions): Promise<string | undefined> {
  const call = async <Result>(procedure: CallProcedure<void, Result>): Promise<Result> =>
    resultOf(await rpc.call(procedure, undefined, options), procedure.name);
  try {
    return releaseOf(await program.askLibVersion(call));
  } catch (error) {
    if (error instanceof LibvirtRpcError) return undefined;
    throw error;
  }
}
