import { NotSupportedError } from '../errors/not-supported-error.ts';
import { nodeGetCPUMap, nodeGetInfo } from '../generated/remote-procedures.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Session } from '../session/session.ts';

/** How many CPUs the host has, those too that are off: maps of its CPUs have so many bits. */
export async function hostCpuCount(session: Session, next: () => CallOptions): Promise<number> {
  try {
    const { ret } = await session.call(nodeGetCPUMap, { need_map: 0, need_online: 0, flags: 0 }, next());
    return ret;
  } catch (error) {
    if (!(error instanceof NotSupportedError)) throw error;
    const { nodes, sockets, cores, threads } = await session.call(nodeGetInfo, undefined, next());
    return nodes * sockets * cores * threads;
  }
}
